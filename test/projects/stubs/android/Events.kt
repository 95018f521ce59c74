// What the defaults of com.okta.kotlin:web-authentication-ui 3.0.0 name of auth-foundation, package
// com.okta.authfoundation.events. The app names none of it.
package com.okta.authfoundation.events

// commonMain events/EventHandler.kt:21
interface EventHandler

// commonMain events/EventCoordinator.kt:28-51
@Deprecated("Okta's SDK deprecates it.")
class EventCoordinator(eventHandlers: List<EventHandler>) {
    constructor(eventHandler: EventHandler) : this(listOf(eventHandler))
}
