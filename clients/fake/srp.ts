// The server's side of Cognito's password proof: SRP-6a (RFC 5054, group of 3072 bits, SHA-256), whose session key is
// derived with HKDF and proven by an HMAC over pool, user, secret block and time.

import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes } from "node:crypto";

const GROUP = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);
const GENERATOR = 2n;
const MULTIPLIER = hashed(padded(GROUP), padded(GENERATOR));

/** What a server keeps in place of a password. */
export interface Verifier {
  salt: bigint;
  value: bigint;
}

export function makeVerifier(poolId: string, user: string, password: string): Verifier {
  const salt = number(randomBytes(16));
  const identity = createHash("sha256")
    .update(`${poolName(poolId)}${user}:${password}`)
    .digest();
  return { salt, value: power(GENERATOR, hashed(padded(salt), identity)) };
}

/** One sign-in. */
export class SrpServer {
  readonly secretBlock = randomBytes(64).toString("base64");
  readonly challenge: Record<string, string>;
  readonly #key: Buffer;
  readonly #signed: string;

  constructor(poolId: string, user: string, { salt, value }: Verifier, clientValue: string) {
    const a = BigInt(`0x${clientValue}`);
    const secret = number(randomBytes(128));
    const b = (MULTIPLIER * value + power(GENERATOR, secret)) % GROUP;
    const mix = hashed(padded(a), padded(b));
    const shared = power(a * power(value, mix), secret);
    this.#key = Buffer.from(hkdfSync("sha256", padded(shared), padded(mix), "Caldera Derived Key", 16));
    this.#signed = `${poolName(poolId)}${user}`;
    this.challenge = { SALT: salt.toString(16), SRP_B: b.toString(16), SECRET_BLOCK: this.secretBlock };
  }

  isProvenBy(signature: string, timestamp: string): boolean {
    const proof = createHmac("sha256", this.#key);
    proof.update(this.#signed).update(Buffer.from(this.secretBlock, "base64")).update(timestamp);
    return proof.digest("base64") === signature;
  }
}

function poolName(poolId: string): string {
  return poolId.split("_")[1] ?? "";
}

function number(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString("hex")}`);
}

/** As signed big-endian bytes: a zero goes before a first byte that would read as a sign. */
function padded(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex");
}

function hashed(...parts: Buffer[]): bigint {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return number(hash.digest());
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base % GROUP, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % GROUP;
    square = (square * square) % GROUP;
  }
  return result;
}
