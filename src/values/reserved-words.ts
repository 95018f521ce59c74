function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/u));
}

/** Keywords that can't be a segment of a package: Java (JLS 3.9) and Kotlin's hard keywords. */
export const packageKeywords = words(`
  abstract as assert boolean break byte case catch char class const continue default do double else enum extends
  false final finally float for fun goto if implements import in instanceof int interface is long native new null
  object package private protected public return short static strictfp super switch synchronized this throw throws
  transient true try typealias typeof val var void volatile when while`);

/** Names that no file or folder can have on Windows, whatever its extension. It takes ¹, ² and ³ for digits. */
export const windowsDeviceNames = words(`
  aux com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 con conin$ conout$ lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7
  lpt8 lpt9 nul prn com¹ com² com³ lpt¹ lpt² lpt³`);

/** Lower-case names that a Swift module of an app must not have: keywords, modules and types it uses. */
export const swiftReservedNames = words(`
  actor any as associatedtype async await break case catch class consume continue convenience copy default defer
  deinit do dynamic each else enum extension fallthrough false fileprivate final for func get guard if import in
  indirect infix init inout internal is isolated lazy let macro main mutating nil none nonisolated open operator
  optional override package postfix precedencegroup prefix private protocol public repeat required rethrows return
  self sending set some static struct subscript super switch throw throws true try type typealias unowned var weak
  where while willset didset
  accessibility appkit authenticationservices authfoundation browsersignin builtin combine commonsupport
  coredata corefoundation coregraphics corelocation cryptokit darwin dispatch foundation json localauthentication
  mapkit network oauth2auth objectivec observation oktadirectauth oktaidxauth oktaoauth2 os oslog playgroundsupport
  quartzcore safariservices security swift swiftdata swiftshims swiftui synchronization system testing uikit
  usernotifications uniformtypeidentifiers watchkit webauthenticationui webkit widgetkit xctest xctestsupport
  alert anyobject app appdelegate apptests array binding body bool browserlauncher bundle button character codable
  color commands contentview credential data date dictionary divider double environment equatable error float font
  form gesture group hashable hstack identifiable image int int64 iso8601dateformatter label lacontext layout link
  list lock logger mainactor menu model navigation navigationstack never notification nserror nsobject observable
  oauth2client oktasession oktaunlock path picker preview processinfo progressview published range
  refreshtokenvault result scene section sendable sequence session shape spacer state string substring tab table
  task text textfield timer toggle token toolbar tuple uint unlock url urlrequest urlsession userdefaults userinfo
  uuid vault view viewbuilder viewmodel void vstack window windowgroup zstack
  boost doubleconversion expo fmt folly glog hermes pods react reactcommon socketrocket yoga`);

/** Names npm refuses for a package, names of Node's own modules, and packages that a project of ours depends on. */
export const npmReservedNames = words(`
  node_modules favicon.ico node npm test
  assert async_hooks buffer child-process cluster console constants crypto dgram dns domain events fs http http2
  https inspector module net os path process punycode querystring readline repl sea sqlite stream string-decoder sys
  timers tls trace-events tty url util v8 vm wasi worker-threads zlib
  babel-jest babel-preset-expo eslint eslint-config-expo expo expo-auth-session expo-constants expo-crypto
  expo-file-system expo-linking expo-local-authentication expo-screen-capture expo-secure-store expo-status-bar
  expo-system-ui expo-web-browser jest jest-expo jose metro micro-rsa-dsa-dh react react-dom react-native
  react-native-safe-area-context react-native-web react-test-renderer typescript`);
