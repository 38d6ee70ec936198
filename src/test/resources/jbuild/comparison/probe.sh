#!/bin/sh
# Prints what a machine shows to its payload, one fact in a line. What is new at every start (a
# random id, the name of a temporary file) is left out, so that two machines can be compared.
#
# Arguments: the namespaces of the host, as links in /proc/PID/ns show them.
LC_ALL=C
export LC_ALL

# fact TOPIC: says of which topic each line of the input is.
fact() {
  while IFS= read -r line; do
    printf '%s %s\n' "$1" "$line"
  done
}

entry() { # every file below: type, mode, owner, number of a device, target of a link
  find "$@" 2>/dev/null | sort | while IFS= read -r file; do
    case $(stat -c %F "$file") in
      'symbolic link') printf '%s -> %s\n' "$file" "$(readlink "$file")" ;;
      *device | 'character special file' | 'block special file')
        stat -c '%n %F %a %U:%G %Hr:%Lr' "$file" ;;
      *) stat -c '%n %F %a %U:%G' "$file" ;;
    esac
  done
}

writable() {
  for file; do
    if [ -w "$file" ]; then
      printf '%s yes\n' "$file"
    elif [ -e "$file" ]; then
      printf '%s no\n' "$file"
    fi
  done
}

# What depends on the host: the disk that a directory is on, and how large its memory is.
total=$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo)
options_of() { # the options of a tmpfs, its size as a part of the memory
  size=$(printf '%s' ",$1" | sed -n 's/.*,size=\([0-9]*\)k.*/\1/p')
  share=$(((${size:-0} * 100 + total / 2) / total))
  if [ "$share" -gt 0 ]; then
    printf '%s' "$1" | sed "s/size=${size}k/size=$share%/"
  else
    printf '%s' "$1"
  fi
}

# Point, type, root, source, flags, options and propagation of each mount.
while read -r _ _ _ root point flags rest; do
  propagation=private
  while [ "${rest%% *}" != - ]; do
    case ${rest%% *} in
      master:*) propagation=slave ;;
      shared:*) propagation=shared ;;
    esac
    rest=${rest#* }
  done
  rest=${rest#- }
  type=${rest%% *}
  rest=${rest#* }
  source=${rest%% *}
  options=${rest#* }
  case $type in
    cgroup* | devpts | fusectl | hugetlbfs | mqueue | proc | ramfs | sysfs) ;;
    tmpfs) options=$(options_of "$options") ;;
    *)
      type=disk
      source=disk
      options=${options%%,*}
      ;;
  esac
  case $point:$root in
    *//deleted) root='(deleted)' ;;
    /proc/*:*/inaccessible/reg) continue ;;
    /run/host/incoming:*)
      root='(its own)'
      type=any
      source=any
      options=any
      ;;
  esac
  printf 'mount %s %s %s from %s %s %s %s\n' \
    "$point" "$type" "$root" "$source" "$flags" "$options" "$propagation"
done </proc/1/mountinfo

entry /dev | fact dev
entry /run/host | fact run-host
for file in container-manager container-uuid; do
  [ ! -e /run/host/$file ] || fact "run-host-content $file" </run/host/$file
done

tr '\0' '\n' </proc/1/environ | fact environment
sed -n '/^\(Umask\|TracerPid\|Uid\|Gid\|Groups\|NSpid\|NSpgid\|NSsid\|SigBlk\|Cap...\|NoNewPrivs\|Seccomp\|Seccomp_filters\|Cpus_allowed\):/p' /proc/1/status |
  tr -s '\t ' '  ' | fact status
# Without 32 and 33: they belong to libc, which lets nobody stop to ignore them.
ignored=$(sed -n 's/^SigIgn:[^0-9a-f]*/0x/p' /proc/1/status)
printf 'status SigIgn: %x\n' "$((ignored & ~0x180000000))"
tr -s ' ' ' ' </proc/1/limits | fact limit
for file in oom_score_adj loginuid sessionid personality timerslack_ns coredump_filter setgroups \
  uid_map gid_map; do
  tr -s ' ' ' ' </proc/1/$file 2>&1 | fact "process $file"
done
cut -d ' ' -f 5-7,19 /proc/1/stat | fact 'process group, session, terminal and nice value:'
readlink /proc/1/cwd | fact 'process cwd'
readlink /proc/1/root | fact 'process root'
for fd in 0 1 2 3 4 5; do
  # systemd opens more of its own, in an order that is not always the same.
  [ "$fd" -gt 2 ] && [ "$(cat /proc/1/comm)" = systemd ] && continue
  [ -e /proc/1/fd/$fd ] || continue
  open=$(readlink /proc/1/fd/$fd)
  case $open in
    /dev/*) ;;
    /*) open=file ;;
    *) open=${open%%:*} ;;
  esac
  printf 'descriptor %s %s %s\n' "$fd" "$open" "$(sed -n 's/^flags:[^0-9]*//p' /proc/1/fdinfo/$fd)"
done

for host; do
  name=${host%%:*}
  own=$(readlink "/proc/1/ns/$name")
  if [ "$own" = "$host" ]; then
    printf "namespace %s the host's\n" "$name"
  else
    printf 'namespace %s its own\n' "$name"
  fi
done

sort -t : -k 2 /proc/1/cgroup | cut -d : -f 2- | fact cgroup
entry /sys/fs/cgroup -maxdepth 1 | fact cgroup-files
for hierarchy in unified systemd memory; do
  entry /sys/fs/cgroup/$hierarchy -maxdepth 1 -type f | fact cgroup-files
done

hostname | fact hostname
cat /proc/sys/kernel/domainname | fact domainname
entry /proc/kmsg /proc/sys/kernel/random/boot_id | fact proc
# Which of them there are depends on the kernel.
for file in /proc/kallsyms /proc/kcore /proc/keys /proc/sysrq-trigger /proc/timer_list; do
  [ ! -e "$file" ] || stat -c %a "$file"
done | sed 's/^0$/hidden/; s/^[0-9]*$/open/' | sort -u | fact 'proc secrets'
writable /proc/sys/kernel/domainname /proc/sys/net/ipv4/ip_forward /proc/sysrq-trigger /proc/irq \
  /sys/kernel /sys/class /sys/fs/cgroup /sys/fs/cgroup/memory /sys/fs/cgroup/systemd \
  /sys/fs/cgroup/unified / /dev /dev/shm /etc /root /run /run/host /run/host/incoming /tmp /usr |
  fact writable
ls /sys /proc/sys | fact 'kernel interface'
ls /sys/class/net | fact interface
dmesg >/dev/null 2>&1 && echo 'kernel-log readable' || echo 'kernel-log refused'
entry /etc/resolv.conf /etc/localtime /etc/machine-id /etc/hostname | fact file
fact resolv.conf </etc/resolv.conf
entry /tmp /run -maxdepth 0 | fact directory
[ -t 0 ] && stty -a | fact terminal
:
