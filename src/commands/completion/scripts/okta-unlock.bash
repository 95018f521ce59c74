# Completion of okta-unlock for bash 3.2 and later.
_okta_unlock() {
  local separator=$'\x1f' line kind='' words=''
  local IFS="$separator"
  words="${COMP_WORDS[*]:1:COMP_CWORD}"
  IFS=$'\n'
  COMPREPLY=()
  while IFS= read -r line; do
    if [ -z "$kind" ]; then
      kind="$line"
    else
      COMPREPLY[${#COMPREPLY[@]}]="${line%%  *}"
    fi
  done < <(OKTA_UNLOCK_COMPLETE="$words" okta-unlock complete 2>/dev/null)
  # Without a suggestion bash completes names of files; 3.2 has no way to stop it.
  if [ "$kind" = values ] && type compopt >/dev/null 2>&1; then compopt +o default; fi
  if [ "$kind" = folders ] && type compopt >/dev/null 2>&1; then compopt -o dirnames; fi
}
complete -o default -F _okta_unlock okta-unlock
