/** Who a token says its bearer is. For display and for caches: the platform itself decides what they may do. */
export interface Identity {
  userId: string;
  /** What people know them by: the e-mail address, else the user name. */
  name: string;
  /** The organization's id, or `u_<user id>` of someone who is in none. */
  tenantId: string;
  /** Whether the tenant is theirs alone. */
  isAlone: boolean;
  role: string;
  groups: string[];
}

/** Reads an id token of the platform's user pool. It does not check the signature. */
export function identityOf(idToken: string): Identity {
  const claims = claimsOf(idToken);
  const text = (name: string) => {
    const value = claims[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const userId = text("custom:user_id") ?? text("sub");
  if (userId === undefined) throw new Error("the token names no user");
  const organization = text("custom:organization_id");
  const groups = claims["cognito:groups"];
  const isAlone = organization === undefined || organization === "individual";
  return {
    userId,
    name: text("email") ?? text("cognito:username") ?? userId,
    isAlone,
    tenantId: isAlone ? `u_${userId}` : organization,
    role: isAlone ? "owner" : (text("custom:role") ?? "member"),
    groups: Array.isArray(groups) ? groups.map(String) : [],
  };
}

function claimsOf(token: string): Record<string, unknown> {
  const payload = token.split(".")[1];
  if (payload === undefined) throw new Error("not a token: it has no payload");
  const base64 = payload.replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}
