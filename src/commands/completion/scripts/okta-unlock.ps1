# Completion of okta-unlock for PowerShell 5.1 and later.
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
