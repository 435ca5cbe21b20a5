/** What the API says when it refuses (RFC 9457): `code` names the refusal, `title` tells a person what to do. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  /** The sentence for people. */
  readonly title: string;
  /** What is wrong with which input, by the input's name in the request. */
  readonly fields: Readonly<Record<string, string>>;
  /** Finds this request in the log of the installation. */
  readonly reference: string;
  /** The whole answer, for refusals that carry more, such as `required` or `permission`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Record<string, unknown>) {
    const title = text(body.title) || "Something went wrong.";
    super(title);
    this.status = status;
    this.code = text(body.code) || "Unexpected";
    this.title = title;
    this.reference = text(body.request_id);
    this.fields = fieldsOf(body.errors);
    this.details = body;
  }

  /** Somebody else changed the thing in the meantime. */
  get isConflict(): boolean {
    return this.status === 409 || this.status === 412;
  }

  /** Worth asking again by itself: our side or the network, not what was sent. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

/** The network did not carry the request or the answer: nobody knows whether it was done. */
export function unreachable(): Problem {
  return new Problem(0, {
    code: "Unreachable",
    title: "The server cannot be reached. Check your connection; what you typed is still here.",
  });
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, {
    code: "Unexpected",
    title: error instanceof Error ? error.message : String(error),
  });
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function fieldsOf(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, said]) => [
      name,
      typeof said === "string" ? said : JSON.stringify(said),
    ]),
  );
}
