# Says all that a tree is, one line for each name, as others see it.
# Arguments: the tree, and what a format has no place for, or a tool does not restore: seconds (parts of
# them), times, root (its time), acl, xattr.
import hashlib, os, stat, sys

root = os.fsencode(sys.argv[1])
lost = sys.argv[2:]
kinds = {stat.S_IFREG: 'file', stat.S_IFDIR: 'directory', stat.S_IFLNK: 'link', stat.S_IFIFO: 'fifo',
         stat.S_IFCHR: 'character', stat.S_IFBLK: 'block', stat.S_IFSOCK: 'socket'}
paths = [root]
for directory, directories, files in os.walk(root):
    paths += [os.path.join(directory, name) for name in directories + files]
paths.sort()

names = {}
for path in paths:
    status = os.lstat(path)
    if not stat.S_ISDIR(status.st_mode):
        names.setdefault((status.st_dev, status.st_ino), []).append(os.path.relpath(path, root))

def attributes(path):
    for name in sorted(os.listxattr(path, follow_symlinks=False)):
        of_list = name.startswith('system.posix_acl_')
        of_image = of_list or name.startswith('user.') or name == 'security.capability'
        if of_image and 'xattr' not in lost and not (of_list and 'acl' in lost):
            yield name + '=' + os.getxattr(path, name, follow_symlinks=False).hex()

for path in paths:
    status = os.lstat(path)
    kind = kinds[stat.S_IFMT(status.st_mode)]
    words = [ascii(os.path.relpath(path, root)), kind, oct(stat.S_IMODE(status.st_mode)),
             '%d:%d' % (status.st_uid, status.st_gid)]
    time = status.st_mtime_ns
    if not ('times' in lost or 'root' in lost and path == root):
        words.append(str(time // 1000000000 if 'seconds' in lost else time))
    if kind == 'file':
        with open(path, 'rb') as content:
            words += [str(status.st_size), hashlib.sha256(content.read()).hexdigest()]
    if kind == 'link':
        words.append(ascii(os.readlink(path)))
    if kind in ('character', 'block'):
        words.append('%d:%d' % (os.major(status.st_rdev), os.minor(status.st_rdev)))
    if kind != 'directory':
        same = names[(status.st_dev, status.st_ino)]
        if len(same) > 1:
            words.append('same as ' + ascii(same[0]))
    words += attributes(path)
    print(' '.join(words))
