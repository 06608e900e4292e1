// An OpenID provider for tests: whoever writes the name of an invented person in is that person.
//
// Takes one line of JSON on its input: `port`, `client`, `claims` (names of all that may be told) and `people`, each by
// name with `claims` and `seconds` (for how long what is told of them holds). Says "ready" when it listens,
// and ends with its input.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { interactionPolicy, Provider } from "oidc-provider";

const FORM = (address) => `<!doctype html><title>Provider</title>
<form method="post" action="${address}"><label>Name <input name="name" autofocus></label><button>Go on</button></form>`;

process.stdin.on("end", () => process.exit());
const told = await new Promise((take) => createInterface({ input: process.stdin }).once("line", take));
const { port, client, claims, people } = JSON.parse(told);
const policy = interactionPolicy.base();
policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0); // what Streamlit asks for
const lifetime = (ctx, token) => people[token.accountId ?? ctx.oidc.account?.accountId]?.seconds ?? 3600;

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: claims },
  conformIdTokenClaims: false, // what is told stands in the id token, as other providers have it
  pkce: { required: () => false },
  ttl: { IdToken: lifetime, AccessToken: 3600, Grant: 3600, Session: 3600, Interaction: 600 },
  cookies: { keys: ["of tests"] },
  interactions: { policy, url: (_, interaction) => `/interaction/${interaction.uid}` },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true, logoutSource: leave } },
  findAccount: (_, name) => people[name] && { accountId: name, claims: () => ({ sub: name, ...people[name].claims }) },
  loadExistingGrant: agree,
});

// Nobody is asked whether the dashboard may know them.
async function agree(ctx) {
  const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
  grant.addOIDCScope("openid email profile");
  await grant.save();
  return grant;
}

// Nor whether they want to leave.
function leave(ctx, form) {
  ctx.body = `${form}<button form="op.logoutForm" name="logout" value="yes">Leave</button>`;
}

async function ask(request, response) {
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html");
    return response.end(FORM(request.url));
  }
  let body = "";
  for await (const part of request) body += part;
  const result = { select_account: {}, login: { accountId: new URLSearchParams(body).get("name") } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
createServer((request, response) => (request.url.startsWith("/interaction/") ? ask : answer)(request, response)).listen(
  port, "127.0.0.1", () => console.log("ready"),
);
