// An app and its user, as fast as they can: what local-org.mjs loads the org with.
import { createHash, randomBytes } from "node:crypto";
import { Agent } from "undici";

const base = "/oauth2/default/v1";

/** Calls one org over connections that stay open. */
export class Client {
  #org;
  #app;
  #agent;

  constructor(org, app) {
    this.#org = org;
    this.#app = app;
    this.#agent = new Agent({ connect: { ca: org.caCertificate }, pipelining: 1 });
  }

  async call(method, path, { form, json, headers = {}, cookies, expected = 200 } = {}) {
    const {
      statusCode,
      headers: answered,
      body,
    } = await this.#agent.request({
      origin: this.#org.url,
      path: path.replace(this.#org.url, ""),
      method,
      headers: {
        ...(form && { "content-type": "application/x-www-form-urlencoded" }),
        ...(json && { "content-type": "application/json" }),
        ...(cookies && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") }),
        ...headers,
      },
      body: json ? JSON.stringify(json) : form && new URLSearchParams(form).toString(),
    });
    const text = await body.text();
    if (statusCode !== expected) throw new Error(`${method} ${path} answered ${statusCode}: ${text}`);
    if (cookies) keep(cookies, answered["set-cookie"]);
    return { location: answered.location, text };
  }

  /** The whole of it: authorization request, form, callback, code for tokens. Five requests. */
  async signIn() {
    const { user, url } = this.#org;
    const { clientId, redirectUris } = this.#app;
    const [redirectUri] = redirectUris;
    const cookies = new Map();
    const verifier = randomBytes(32).toString("base64url");
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: "code",
      scope: "openid profile offline_access",
      state: "state",
      nonce: "nonce",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    const begun = await this.call("GET", `${base}/authorize?${query.toString()}`, { cookies, expected: 302 });
    const page = await this.call("GET", begun.location, { cookies });
    const [, form_token] = /name="form_token"[^>]*value="([^"]*)"/u.exec(page.text);
    const sent = await this.call("POST", begun.location, {
      form: { form_token, username: user.login, password: user.password },
      headers: { origin: url },
      cookies,
      expected: 303,
    });
    const { location } = await this.call("GET", sent.location, { cookies, expected: 302 });
    return this.#tokens({
      grant_type: "authorization_code",
      redirect_uri: redirectUri,
      code: new URL(location).searchParams.get("code"),
      code_verifier: verifier,
    });
  }

  async refresh({ refresh_token }) {
    return this.#tokens({ grant_type: "refresh_token", refresh_token });
  }

  async userInfo({ access_token }) {
    await this.call("GET", `${base}/userinfo`, { headers: { authorization: `Bearer ${access_token}` } });
  }

  async revoke({ refresh_token: token }) {
    await this.call("POST", `${base}/revoke`, { form: { client_id: this.#app.clientId, token } });
  }

  async close() {
    await this.#agent.destroy();
  }

  async #tokens(form) {
    const { text } = await this.call("POST", `${base}/token`, {
      form: { client_id: this.#app.clientId, ...form },
    });
    return JSON.parse(text);
  }
}

function keep(cookies, headers = []) {
  for (const header of [headers].flat()) {
    const [, name, value] = /^([^=]+)=([^;]*)/u.exec(header);
    if (/expires=Thu, 01 Jan 1970/iu.test(header)) cookies.delete(name);
    else cookies.set(name, value);
  }
}
