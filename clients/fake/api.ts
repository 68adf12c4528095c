import { randomUUID } from "node:crypto";

import type { Answer, Arrived } from "./server.ts";

type Item = Record<string, unknown> & { organization_id: string };

/** Whoever a token speaks for. The fake believes every token that has not expired and that it was not told to refuse. */
interface Caller {
  userId: string;
  tenant: string;
}

/** Kinds of items with the usual five routes: the collection's path, what names an item of it, what a new one has. */
const COLLECTIONS = [
  {
    path: "/education/courses",
    id: "id",
    initial: { status: "draft", lesson_count: 0, enrolled_count: 0 },
  },
  { path: "/education/modules", id: "id", initial: { status: "draft", version: 1 } },
  { path: "/education/enrollments", id: "course_id", initial: { status: "active", progress_percentage: 0 } },
];

export class Api {
  /** Tokens that are answered with 401. */
  readonly refused = new Set<string>();
  /** Whether what is uploaded passes the check, and after how many looks at its state. */
  check: { status: "ready" | "rejected"; looks: number } = { status: "ready", looks: 1 };
  readonly #items = new Map<string, Item>();
  readonly #looks = new Map<string, number>();
  readonly #repeats = new Map<string, Answer>();
  readonly #bucket: string;

  /** Takes the address under which files are put. */
  constructor(bucket: string) {
    this.#bucket = bucket;
  }

  answer(request: Arrived): Answer {
    const caller = this.#caller(request);
    const answer =
      caller === undefined
        ? failure(401, "unauthenticated", "The token is missing or has expired.")
        : this.#once(request, () => this.#decide(request, caller));
    return { ...answer, headers: { ...answer.headers, "x-request-id": randomUUID() } };
  }

  /** A write with a key that has been seen is answered as it was then. */
  #once({ headers }: Arrived, decide: () => Answer): Answer {
    const key = headers["idempotency-key"] as string | undefined;
    if (key === undefined) return decide();
    const answer = this.#repeats.get(key) ?? decide();
    this.#repeats.set(key, answer);
    return answer;
  }

  /** A file arrives in the bucket. */
  store({ url, body }: Arrived): Answer {
    const upload = this.#items.get(`/uploads/${url.pathname.slice("/bucket/".length)}`);
    if (upload === undefined) return { status: 403 };
    if (body.length !== upload["size"]) return { status: 403 };
    this.#looks.set(String(upload["id"]), this.check.looks);
    return { status: 200 };
  }

  #decide(request: Arrived, caller: Caller): Answer {
    const path = request.url.pathname.slice("/api".length);
    const body = (request.body.length > 0 ? JSON.parse(request.body.toString()) : {}) as Record<
      string,
      unknown
    >;
    if (path === `/users/${caller.userId}`) return { status: 200, body: { user_id: caller.userId } };
    if (path.startsWith("/uploads")) return this.#upload(request.method, path, body, caller);
    for (const { path: collection, id, initial } of COLLECTIONS) {
      if (path === collection && request.method === "GET") return this.#list(collection, request.url, caller);
      if (path === collection && request.method === "POST") {
        const author = {
          user_id: caller.userId,
          instructor_user_id: caller.userId,
          created_by: caller.userId,
        };
        return this.#create(collection, id, { ...initial, ...author, ...body }, caller);
      }
      if (path.startsWith(`${collection}/`)) return this.#one(request.method, path, body, caller);
    }
    return failure(404, "not_found", "There is no such route.");
  }

  #caller({ headers }: Arrived): Caller | undefined {
    const token = headers.authorization?.replace(/^Bearer /, "");
    if (token === undefined || this.refused.has(token)) return undefined;
    const payload = Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
    const claims = JSON.parse(payload) as Record<string, string | undefined> & { exp?: number };
    if (claims.exp !== undefined && claims.exp * 1000 < Date.now()) return undefined;
    const userId = claims["custom:user_id"] ?? claims["sub"] ?? "";
    return { userId, tenant: claims["custom:organization_id"] ?? `u_${userId}` };
  }

  #list(collection: string, url: URL, caller: Caller): Answer {
    const limit = Number(url.searchParams.get("limit") ?? 20);
    const from = Number(url.searchParams.get("next") ?? 0);
    const isBelow = (path: string) =>
      path.startsWith(`${collection}/`) && !path.slice(collection.length + 1).includes("/");
    const items = [...this.#items].filter(
      ([path, item]) => isBelow(path) && item.organization_id === caller.tenant,
    );
    const page = items
      .reverse()
      .slice(from, from + limit)
      .map(([, item]) => item);
    const next = from + limit < items.length ? { next: String(from + limit) } : {};
    return { status: 200, body: { items: page, ...next } };
  }

  #create(collection: string, id: string, values: Record<string, unknown>, caller: Caller): Answer {
    if (values["title"] === "") {
      return failure(400, "invalid_request", "A field is not valid.", [
        { field: "title", message: "must not be empty" },
      ]);
    }
    const name = (values[id] as string | undefined) ?? randomUUID();
    const path = `${collection}/${name}`;
    if (this.#items.has(path)) return failure(409, "conflict", "That exists already.");
    const at = new Date().toISOString();
    const item = { ...values, [id]: name, organization_id: caller.tenant, created_at: at, updated_at: at };
    this.#items.set(path, item);
    return { status: 201, body: item };
  }

  #one(method: string, path: string, body: Record<string, unknown>, caller: Caller): Answer {
    const item = this.#items.get(path);
    if (item?.organization_id !== caller.tenant) return failure(404, "not_found", "There is no such item.");
    if (method === "DELETE") {
      this.#items.delete(path);
      return { status: 204 };
    }
    if (method === "PUT") Object.assign(item, body, { updated_at: new Date().toISOString() });
    return { status: 200, body: item };
  }

  #upload(method: string, path: string, body: Record<string, unknown>, caller: Caller): Answer {
    if (method === "POST") {
      const created = this.#create("/uploads", "id", { ...body, status: "pending" }, caller);
      const { id } = created.body as { id: string };
      const headers = {
        "content-type": String(body["content_type"]),
        "content-length": String(body["size"]),
      };
      return {
        status: 201,
        body: { upload_id: id, url: `${this.#bucket}${id}`, method: "PUT", headers, expires_in: 900 },
      };
    }
    if (path.endsWith("/url")) return { status: 200, body: { url: this.#bucket, expires_in: 900 } };
    const answer = this.#one(method, path, body, caller);
    const id = path.slice("/uploads/".length);
    const looks = this.#looks.get(id);
    if (method === "GET" && looks !== undefined) {
      this.#looks.set(id, looks - 1);
      if (looks <= 0) Object.assign(answer.body as Item, { status: this.check.status });
    }
    return answer;
  }
}

function failure(status: number, code: string, message: string, fields?: unknown): Answer {
  return { status, body: { error: { code, message, request_id: "of-the-body", fields } } };
}
