@echo off
rem Run by .github/workflows/other-systems.yml with okta-unlock installed globally: what run answers for its command.
call okta-unlock run --org local -- node -e "process.exit(7)"
if not "%ERRORLEVEL%"=="7" echo Expected exit code 7, got %ERRORLEVEL%& exit /b 1
call okta-unlock run --org local -- node --version
if not "%ERRORLEVEL%"=="0" echo Expected exit code 0, got %ERRORLEVEL%& exit /b 1
call okta-unlock run --org local -- no-such-program
if not "%ERRORLEVEL%"=="127" echo Expected exit code 127, got %ERRORLEVEL%& exit /b 1
echo ok
exit /b 0
