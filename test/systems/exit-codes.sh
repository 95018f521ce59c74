# Run by .github/workflows/other-systems.yml with okta-unlock installed globally: what run answers for its command.
expect() {
  if [ "$1" -ne "$2" ]; then
    echo "Expected exit code $1, got $2: $3" >&2
    exit 1
  fi
  echo "ok: $3"
}
okta-unlock run --org local -- node -e "process.exit(7)"
expect 7 $? "the exit code is the command's"
okta-unlock run --org local -- node --version
expect 0 $? "flags behind the command are the command's"
okta-unlock run --org local -- no-such-program
expect 127 $? "a program that is not there"
