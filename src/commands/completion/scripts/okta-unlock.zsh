#compdef okta-unlock
# Completion of okta-unlock for zsh.
_okta_unlock() {
  local -a lines values
  local line value
  lines=("${(@f)$(OKTA_UNLOCK_COMPLETE="${(pj:\x1f:)words[2,CURRENT]}" okta-unlock complete 2>/dev/null)}")
  case "$lines[1]" in
    files) _files ;;
    folders) _files -/ ;;
    *)
      for line in "${(@)lines[2,-1]}"; do
        value="${${line%%  *}//:/\\:}"
        [[ "$line" == *'  '* ]] && value+=":${line#*  }"
        values+=("$value")
      done
      _describe -V 'okta-unlock' values
      ;;
  esac
}
if [ "$funcstack[1]" = _okta_unlock ]; then
  _okta_unlock "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _okta_unlock okta-unlock
fi
