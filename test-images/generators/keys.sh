# Keys that repositories are signed with, made once. To be sourced.
#
# release   signs what is as it should be
# stranger  nobody trusts it
# expired   has been valid in January 2025 only, and has signed then
# revoked   has signed before it was revoked

# The home of GnuPG has sockets, whose paths must be short.
export GNUPGHOME=/run/gnupg
# Nobody is asked for anything.
export GPG_TTY=none
in_january_2025=20250115T120000

make_keys() { # directory
  mkdir -p "$GNUPGHOME" "$1"
  chmod 700 "$GNUPGHOME"
  make_key release never
  make_key stranger never
  make_key expired 2025-02-01
  make_key revoked never
  local key
  for key in release stranger expired revoked; do
    run_gpg --export "$key@jbuild.invalid" >"$1/$key.gpg"
    run_gpg --export --armor "$key@jbuild.invalid" >"$1/$key.asc"
    run_gpg --export-secret-keys --armor "$key@jbuild.invalid" >"$1/$key.secret.asc"
    fingerprint "$key" >"$1/$key.fingerprint"
  done
  revoked_key >"$1/revoked.asc"
  run_gpg --dearmor <"$1/revoked.asc" >"$1/revoked.gpg"
}

make_key() { # name, expiration date
  run_gpg --faked-system-time 20250101T000000 --passphrase '' \
    --quick-generate-key "jbuild test $1 <$1@jbuild.invalid>" rsa2048 sign "$2" 2> >(grep -v 'faked system time' >&2)
}

fingerprint() { # name
  run_gpg --with-colons --list-keys "$1@jbuild.invalid" | awk -F: '/^fpr/ {print $10; exit}'
}

# The key as its owner publishes it now; the keyring that signs does not hear of it.
revoked_key() {
  local home=$GNUPGHOME/revoked
  mkdir -m 700 "$home"
  run_gpg --export revoked@jbuild.invalid | run_gpg --homedir "$home" --import
  sed 's/^:-----BEGIN/-----BEGIN/' "$GNUPGHOME/openpgp-revocs.d/$(fingerprint revoked).rev" |
    run_gpg --homedir "$home" --import
  run_gpg --homedir "$home" --export --armor
  gpgconf --homedir "$home" --kill all
}

run_gpg() {
  gpg --batch --yes --quiet --no-tty "$@"
}

# Signs as a key, at a time when it was valid.
sign_as() { # name, options of gpg
  local key=$1
  shift
  if [ "$key" = expired ]; then
    set -- --faked-system-time "$in_january_2025" "$@"
  fi
  run_gpg --digest-algo SHA256 --local-user "$key@jbuild.invalid" "$@"
}

end_keys() {
  gpgconf --kill all
}
