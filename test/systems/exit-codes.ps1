# Run by .github/workflows/other-systems.yml with okta-unlock installed globally: what run answers for its command.
# PowerShell takes the first -- of a script's arguments away: https://github.com/npm/cli/issues/4903.
$ErrorActionPreference = 'Continue'
function Expect([int]$Wanted, [string]$What) {
  if ($LASTEXITCODE -ne $Wanted) {
    Write-Host "Expected exit code $Wanted, got ${LASTEXITCODE}: $What"
    exit 1
  }
  Write-Host "ok: $What"
}
okta-unlock run --org local -- node -e 'process.exit(7)'
Expect 7 "the exit code is the command's"
$ours = okta-unlock --version
$said = okta-unlock run --org local -- node --version
Expect 0 "flags behind the command are the command's"
if ($said -contains $ours) { Write-Host 'The version was that of okta-unlock'; exit 1 }
okta-unlock run --org local -- no-such-program
Expect 127 'a program that is not there'
exit 0
