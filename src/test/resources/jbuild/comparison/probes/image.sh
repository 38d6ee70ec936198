# Makes a small system that can run the probes: perl, a shell, and what they need.
# Arguments: the tree of a Debian, the new root, the directory of the probes.
set -eu
debian=$1
root=$2
mkdir -p "$root/usr/bin" "$root/usr/sbin" "$root/usr/lib"
for name in bound bound-ro dev etc mnt probes proc root run sys tmp var; do
  mkdir "$root/$name"
done
for name in bin lib lib64 sbin; do
  [ ! -L "$debian/$name" ] || cp -a "$debian/$name" "$root/"
done
cp -a "$debian/usr/bin/perl" "$debian/usr/bin/dash" "$debian/usr/bin/sh" "$root/usr/bin/"
cp -a "$debian/usr/lib/os-release" "$root/usr/lib/"
ln -s ../usr/lib/os-release "$root/etc/os-release"
[ ! -d "$debian/usr/lib64" ] || cp -a "$debian/usr/lib64" "$root/usr/"
cp -a "$debian"/usr/lib/ld-linux* "$root/usr/lib/" 2>/dev/null || :
modules=$(echo "$debian"/usr/lib/*/perl-base)
libraries=${modules%/perl-base}
here=$root/usr/lib/${libraries##*/}
mkdir "$here"
cp -a "$modules" "$libraries"/ld-linux* "$libraries"/libc.so* "$libraries"/libcrypt.so* \
  "$libraries"/libm.so* "$here/"
cp "$3"/*.pl "$root/probes/"
