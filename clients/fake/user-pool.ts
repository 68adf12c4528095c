import { randomUUID } from "node:crypto";

import { SrpServer, type Verifier, makeVerifier } from "./srp.ts";
import type { Answer, Arrived } from "./server.ts";

interface User {
  sub: string;
  name: string;
  email: string;
  verifier: Verifier;
  isConfirmed: boolean;
}

type Input = Record<string, unknown> & {
  Username?: string;
  Password?: string;
  UserAttributes?: { Name: string; Value: string }[];
  ConfirmationCode?: string;
  AuthFlow?: string;
  AuthParameters?: Record<string, string>;
  ChallengeResponses?: Record<string, string>;
};

/** As much of a Cognito user pool as a page needs to sign people up and in. Its tokens are not signed. */
export class UserPool {
  readonly id = "us-east-2_fake";
  readonly clientId = "fake-client";
  /** What every address is confirmed with. */
  readonly code = "123456";
  /** How long an id token lives, in seconds. */
  lifetime = 3600;
  readonly #users = new Map<string, User>();
  readonly #logins = new Map<string, { user: User; srp: SrpServer }>();
  readonly #refreshTokens = new Map<string, User>();

  answer({ headers, body }: Arrived): Answer {
    const operation = String(headers["x-amz-target"]).split(".").pop() ?? "";
    const input = JSON.parse(body.toString()) as Input;
    try {
      return { status: 200, headers: TYPE, body: this.#decide(operation, input) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: 400, headers: TYPE, body: { __type: error.code, message: error.message } };
    }
  }

  #decide(operation: string, input: Input): unknown {
    switch (operation) {
      case "SignUp":
        return this.#signUp(input);
      case "ConfirmSignUp":
        return this.#confirm(input);
      case "ResendConfirmationCode":
        return { CodeDeliveryDetails: DELIVERY };
      case "ForgotPassword":
        return { CodeDeliveryDetails: DELIVERY };
      case "ConfirmForgotPassword":
        return this.#reset(input);
      case "InitiateAuth":
        return input.AuthFlow === "USER_SRP_AUTH"
          ? this.#begin(input)
          : this.#refresh(input.AuthParameters?.["REFRESH_TOKEN"]);
      case "GetTokensFromRefreshToken":
        return this.#refresh(String(input["RefreshToken"]));
      case "RespondToAuthChallenge":
        return this.#finish(input);
      case "RevokeToken":
      case "GlobalSignOut":
        return {};
      default:
        throw new Refusal("UnknownOperationException", `the fake user pool does not know ${operation}`);
    }
  }

  #signUp({ Username: name = "", Password: password = "", UserAttributes: attributes = [] }: Input): unknown {
    if (name.includes("@")) {
      throw new Refusal(
        "InvalidParameterException",
        "Username cannot be of email format, since user pool is configured for email alias.",
      );
    }
    if (this.#users.has(name)) throw new Refusal("UsernameExistsException", "User already exists");
    expectPassword(password);
    const email = attributes.find(({ Name }) => Name === "email")?.Value ?? "";
    const verifier = makeVerifier(this.id, name, password);
    this.#users.set(name, { sub: randomUUID(), name, email, verifier, isConfirmed: false });
    return { UserConfirmed: false, UserSub: name, CodeDeliveryDetails: DELIVERY };
  }

  #confirm({ Username: name = "", ConfirmationCode: code }: Input): unknown {
    this.#expectCode(code);
    this.#user(name).isConfirmed = true;
    return {};
  }

  #reset({ Username: name = "", ConfirmationCode: code, Password: password = "" }: Input): unknown {
    this.#expectCode(code);
    expectPassword(password);
    const user = this.#user(name);
    user.verifier = makeVerifier(this.id, user.name, password);
    return {};
  }

  #expectCode(code: string | undefined): void {
    if (code === this.code) return;
    throw new Refusal("CodeMismatchException", "Invalid verification code provided, please try again.");
  }

  #begin({ AuthParameters: parameters = {} }: Input): unknown {
    const user = this.#user(parameters["USERNAME"] ?? "");
    const srp = new SrpServer(this.id, user.name, user.verifier, parameters["SRP_A"] ?? "");
    this.#logins.set(srp.secretBlock, { user, srp });
    return {
      ChallengeName: "PASSWORD_VERIFIER",
      ChallengeParameters: { ...srp.challenge, USER_ID_FOR_SRP: user.name, USERNAME: user.name },
    };
  }

  #finish({ ChallengeResponses: responses = {} }: Input): unknown {
    const login = this.#logins.get(responses["PASSWORD_CLAIM_SECRET_BLOCK"] ?? "");
    const isProven = login?.srp.isProvenBy(
      responses["PASSWORD_CLAIM_SIGNATURE"] ?? "",
      responses["TIMESTAMP"] ?? "",
    );
    if (login === undefined || !isProven)
      throw new Refusal("NotAuthorizedException", "Incorrect username or password.");
    if (!login.user.isConfirmed) throw new Refusal("UserNotConfirmedException", "User is not confirmed.");
    const refreshToken = randomUUID();
    this.#refreshTokens.set(refreshToken, login.user);
    return {
      AuthenticationResult: { ...this.#tokens(login.user), RefreshToken: refreshToken },
      ChallengeParameters: {},
    };
  }

  #refresh(refreshToken: string | undefined): unknown {
    const user = this.#refreshTokens.get(refreshToken ?? "");
    if (user === undefined) throw new Refusal("NotAuthorizedException", "Invalid Refresh Token");
    return { AuthenticationResult: this.#tokens(user) };
  }

  #tokens({ sub, name, email }: User) {
    const now = Math.floor(Date.now() / 1000);
    const common = { sub, iat: now, exp: now + this.lifetime, jti: randomUUID() };
    return {
      IdToken: jwt({ ...common, aud: this.clientId, email, "cognito:username": name, token_use: "id" }),
      AccessToken: jwt({ ...common, client_id: this.clientId, username: name, token_use: "access" }),
      ExpiresIn: this.lifetime,
      TokenType: "Bearer",
    };
  }

  /** By name; by address as soon as that is confirmed. */
  #user(nameOrAddress: string): User {
    const isAlias = (user: User) => user.isConfirmed && user.email === nameOrAddress;
    const user = this.#users.get(nameOrAddress) ?? [...this.#users.values()].find(isAlias);
    if (user === undefined) throw new Refusal("NotAuthorizedException", "Incorrect username or password.");
    return user;
  }
}

const TYPE = { "content-type": "application/x-amz-json-1.1" };
const DELIVERY = { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***" };

class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function expectPassword(password: string): void {
  if (password.length < 8) throw new Refusal("InvalidPasswordException", "Password not long enough");
}

/** A token that says something and proves nothing. */
export function jwt(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.${part("signature")}`;
}
