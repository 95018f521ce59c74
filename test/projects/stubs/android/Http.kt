// What the Android app calls of com.okta.kotlin:auth-foundation 3.0.0, package com.okta.authfoundation.api.http.
@file:Suppress("unused")

package com.okta.authfoundation.api.http

// commonMain api/http/ApiExecutor.kt:24-34
interface ApiExecutor {
    suspend fun execute(request: ApiRequest): Result<ApiResponse>
}

// commonMain api/http/ApiRequest.kt:24-51
interface ApiRequest {
    fun method(): ApiRequestMethod

    fun headers(): Map<String, List<String>>

    fun url(): String

    fun query(): Map<String, String>? = null
}

// commonMain api/http/ApiRequestMethod.kt:21-39
enum class ApiRequestMethod {
    GET,
    POST,
    PUT,
    DELETE,
    PATCH,
    HEAD
}

// commonMain api/http/ApiResponse.kt:24-38
interface ApiResponse {
    val statusCode: Int
    val body: ByteArray?
    val headers: Map<String, List<String>>
    val contentLength: Long
    val contentType: String
}
