import type { Shell } from "./shells.ts";

/**
 * What each shell loads. All of them hand the words of the line over in a variable, separated by U+001F, with the one at the
 * cursor last: npm's starter for PowerShell swallows `--`, so arguments would not arrive. Nothing of the line and nothing
 * that we answer is evaluated, which is what keeps us from the script of a library: `@bomb.sh/tab` evaluates both in bash.
 *
 * The answer is a line that says what it is (`values`, `files` or `folders`), then a line for each value, then two
 * spaces and what there is to say of it.
 */
const scripts: Readonly<Record<Shell, string>> = {
  bash: `# Completion of okta-unlock for bash 3.2 and later.
_okta_unlock() {
  local separator=$'\\x1f' line kind='' words=''
  local IFS="$separator"
  words="\${COMP_WORDS[*]:1:COMP_CWORD}"
  IFS=$'\\n'
  COMPREPLY=()
  while IFS= read -r line; do
    if [ -z "$kind" ]; then
      kind="$line"
    else
      COMPREPLY[\${#COMPREPLY[@]}]="\${line%%  *}"
    fi
  done < <(OKTA_UNLOCK_COMPLETE="$words" okta-unlock complete 2>/dev/null)
  # Without a suggestion bash completes names of files; 3.2 has no way to stop it.
  if [ "$kind" = values ] && type compopt >/dev/null 2>&1; then compopt +o default; fi
  if [ "$kind" = folders ] && type compopt >/dev/null 2>&1; then compopt -o dirnames; fi
}
complete -o default -F _okta_unlock okta-unlock
`,
  zsh: `#compdef okta-unlock
# Completion of okta-unlock for zsh.
_okta_unlock() {
  local -a lines values
  local line value
  lines=("\${(@f)$(OKTA_UNLOCK_COMPLETE="\${(pj:\\x1f:)words[2,CURRENT]}" okta-unlock complete 2>/dev/null)}")
  case "$lines[1]" in
    files) _files ;;
    folders) _files -/ ;;
    *)
      for line in "\${(@)lines[2,-1]}"; do
        value="\${\${line%%  *}//:/\\\\:}"
        [[ "$line" == *'  '* ]] && value+=":\${line#*  }"
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
`,
  fish: `# Completion of okta-unlock for fish 3 and later.
function __okta_unlock_complete
  set -l words (commandline -opc)
  set -e words[1]
  set -l current (commandline -ct)
  set -lx OKTA_UNLOCK_COMPLETE (string join \\x1f -- $words "$current")
  set -l lines (okta-unlock complete 2>/dev/null)
  switch "$lines[1]"
    case files
      __fish_complete_path "$current"
    case folders
      __fish_complete_directories "$current"
    case values
      set -e lines[1]
      string replace '  ' \\t -- $lines
  end
end
complete -c okta-unlock -f -k -a '(__okta_unlock_complete)'
`,
  powershell: `# Completion of okta-unlock for PowerShell 5.1 and later.
Register-ArgumentCompleter -Native -CommandName okta-unlock -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
  if ($wordToComplete -eq '') { $words += '' }
  $env:OKTA_UNLOCK_COMPLETE = $words -join [char]31
  try { $lines = @(okta-unlock complete 2>$null) } finally { Remove-Item Env:OKTA_UNLOCK_COMPLETE -ErrorAction Ignore }
  # Given nothing, PowerShell completes names of files.
  if ($lines.Count -eq 0 -or $lines[0] -ne 'values') { return }
  $lines | Select-Object -Skip 1 | ForEach-Object {
    $value, $text = $_ -split '  ', 2
    if (-not $text) { $text = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $text)
  }
}
`,
};

export function printScript(shell: Shell): string {
  return scripts[shell];
}
