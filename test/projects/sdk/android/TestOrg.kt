package com.example.app.core.okta

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsServer
import java.io.File
import java.math.BigInteger
import java.net.InetSocketAddress
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.Signature
import java.security.interfaces.RSAPublicKey
import java.time.Instant
import java.util.Base64
import java.util.concurrent.CopyOnWriteArrayList
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext

/** An answer of the org: what stands in its body, and how. */
class Answer(val status: Int, val body: String, val type: String = "application/json")

/**
 * An authorization server on this machine, over HTTPS. Each answer says what time it is here, and those with keys may
 * be cached for an hour, as Okta's.
 */
class TestOrg(certificate: File) : AutoCloseable {
    /** Method and path of each request, and the form of those that have one. */
    val requests = CopyOnWriteArrayList<String>()

    /** What takes the place of the usual answer, by path. */
    val answers = mutableMapOf<String, Answer>()
    private val server = HttpsServer.create(InetSocketAddress("localhost", 0), 0)
    private var key = makeKey()
    private var refreshes = 0

    val origin get() = "https://localhost:${server.address.port}"
    val issuer get() = "$origin/oauth2/default"

    init {
        server.httpsConfigurator = HttpsConfigurator(readContext(certificate))
        server.createContext("/") { exchange -> answer(exchange) }
        server.start()
    }

    fun rotateKeys() {
        key = makeKey()
    }

    /** How often that path was asked for. */
    fun count(path: String) = requests.count { it.startsWith("GET $path") || it.startsWith("POST $path") }

    override fun close() = server.stop(0)

    private fun answer(exchange: HttpExchange) {
        val path = exchange.requestURI.path.removePrefix("/oauth2/default")
        val form = exchange.requestBody.readBytes().decodeToString()
        requests += "${exchange.requestMethod} $path $form".trim()
        val answer = answers[path] ?: usual(exchange.requestURI.path)
        exchange.responseHeaders["Content-Type"] = answer.type
        if (path == "/v1/keys") exchange.responseHeaders["Cache-Control"] = "max-age=3600"
        val body = answer.body.encodeToByteArray()
        exchange.sendResponseHeaders(answer.status, if (body.isEmpty()) -1 else body.size.toLong())
        exchange.responseBody.use { it.write(body) }
    }

    private fun usual(path: String): Answer = when (path) {
        "/oauth2/default/.well-known/openid-configuration" -> Answer(
            200,
            """{"issuer":"$issuer","token_endpoint":"$issuer/v1/token","jwks_uri":"$issuer/v1/keys",
            "userinfo_endpoint":"$issuer/v1/userinfo","revocation_endpoint":"$issuer/v1/revoke"}"""
        )

        "/oauth2/default/v1/keys" -> Answer(200, """{"keys":[${describeKey()}]}""")

        "/oauth2/default/v1/token" -> Answer(200, issueTokens())

        "/oauth2/default/v1/userinfo" -> Answer(200, """{"sub":"00u1","name":"Ada","preferred_username":"ada@x.org"}""")

        "/oauth2/default/v1/revoke" -> Answer(200, "")

        else -> Answer(404, """{"error":"not found"}""")
    }

    private fun issueTokens(): String {
        refreshes += 1
        val now = Instant.now().epochSecond
        val claims = """{"iss":"$issuer","aud":"0oa1","sub":"00u1","iat":$now,"exp":${now + 3600}}"""
        val signed = encode("""{"alg":"RS256","kid":"${key.name}"}""") + "." + encode(claims)
        val signature = Signature.getInstance("SHA256withRSA").run {
            initSign(key.private)
            update(signed.encodeToByteArray())
            sign()
        }
        return """{"token_type":"Bearer","expires_in":3600,"access_token":"A$refreshes",
            "refresh_token":"R${refreshes + 1}","id_token":"$signed.${encode(signature)}"}"""
    }

    private fun describeKey(): String {
        val public = key.public as RSAPublicKey
        return """{"kty":"RSA","use":"sig","alg":"RS256","kid":"${key.name}",
            "n":"${encode(public.modulus)}","e":"${encode(public.publicExponent)}"}"""
    }
}

private val KeyPair.name get() = "k${public.hashCode()}"

private fun makeKey(): KeyPair = KeyPairGenerator.getInstance("RSA").apply { initialize(2048) }.generateKeyPair()

private fun encode(text: String) = encode(text.encodeToByteArray())

private fun encode(number: BigInteger) = encode(number.toByteArray().dropWhile { it == 0.toByte() }.toByteArray())

private fun encode(bytes: ByteArray): String = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)

private fun readContext(certificate: File): SSLContext {
    val store = KeyStore.getInstance(certificate, "changeit".toCharArray())
    val managers = KeyManagerFactory.getInstance("SunX509").apply { init(store, "changeit".toCharArray()) }
    return SSLContext.getInstance("TLS").apply { init(managers.keyManagers, null, null) }
}
