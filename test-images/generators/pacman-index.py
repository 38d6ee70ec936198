"""Writes the index of a repository of pacman, without the list of all files, which only searches want.

Arguments: the directory of the packages, the directory of what each says of itself (FILE.info), the
index. Its format is that of libalpm's sync databases: an archive with NAME-VERSION/desc.
"""

import base64
import gzip
import hashlib
import io
import os
import sys
import tarfile

# What a package calls it, and what the index does.
FIELDS = {
    "pkgname": "NAME",
    "pkgbase": "BASE",
    "pkgver": "VERSION",
    "pkgdesc": "DESC",
    "group": "GROUPS",
    "size": "ISIZE",
    "url": "URL",
    "license": "LICENSE",
    "arch": "ARCH",
    "builddate": "BUILDDATE",
    "packager": "PACKAGER",
    "replaces": "REPLACES",
    "conflict": "CONFLICTS",
    "provides": "PROVIDES",
    "depend": "DEPENDS",
    "optdepend": "OPTDEPENDS",
}


def read(path):
    with open(path, "rb") as file:
        return file.read()


def described(packages, information, name):
    content = read(os.path.join(packages, name))
    values = {
        "FILENAME": [name],
        "CSIZE": [str(len(content))],
        "SHA256SUM": [hashlib.sha256(content).hexdigest()],
    }
    signature = os.path.join(packages, name + ".sig")
    if os.path.exists(signature):
        values["PGPSIG"] = [base64.b64encode(read(signature)).decode()]
    for line in read(os.path.join(information, name + ".info")).decode().splitlines():
        key, value = line.split(" = ", 1)
        if key in FIELDS:
            values.setdefault(FIELDS[key], []).append(value)
    text = "".join("%{}%\n{}\n\n".format(key, "\n".join(values[key])) for key in values)
    return values["NAME"][0] + "-" + values["VERSION"][0], text.encode()


def main(packages, information, index):
    with open(index, "wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed, \
            tarfile.open(fileobj=packed, mode="w") as archive:
        for name in sorted(os.listdir(packages)):
            if name.endswith(".pkg.tar.zst"):
                directory, text = described(packages, information, name)
                member = tarfile.TarInfo(directory)
                member.type = tarfile.DIRTYPE
                member.mode = 0o755
                archive.addfile(member)
                member = tarfile.TarInfo(directory + "/desc")
                member.size = len(text)
                archive.addfile(member, io.BytesIO(text))


main(*sys.argv[1:])
