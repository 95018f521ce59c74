# Completion of okta-unlock for fish 3 and later.
function __okta_unlock_complete
  set -l words (commandline -opc)
  set -e words[1]
  set -l current (commandline -ct)
  set -lx OKTA_UNLOCK_COMPLETE (string join \x1f -- $words "$current")
  set -l lines (okta-unlock complete 2>/dev/null)
  switch "$lines[1]"
    case files
      __fish_complete_path "$current"
    case folders
      __fish_complete_directories "$current"
    case values
      set -e lines[1]
      string replace '  ' \t -- $lines
  end
end
complete -c okta-unlock -f -k -a '(__okta_unlock_complete)'
