/** One file to the API, with progress: what `fetch` cannot tell. */
import { newKey } from "@/api/call";
import { presented } from "@/api/credentials";
import type { AdminUploadResponse } from "@/api/generated/types.gen";
import { Problem, unreachable } from "@/api/problem";

export interface Sending {
  /** Called with the share that is sent, from 0 to 1. */
  progress?: (share: number) => void;
  signal?: AbortSignal;
  /** Further fields of the form. */
  fields?: Readonly<Record<string, string>>;
}

/** `path` after `/api/tenants/…/admin`: `sendFile<Import>("/imports", file)`. Throws `Problem`. */
export function sendFile<T>(path: string, file: File, sending: Sending = {}): Promise<T> {
  const { tenant, csrf, language } = presented();
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/tenants/${encodeURIComponent(tenant)}/admin${path}`);
    request.setRequestHeader("X-CSRF-Token", csrf);
    request.setRequestHeader("Accept-Language", language);
    request.setRequestHeader("Idempotency-Key", newKey());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) sending.progress?.(event.loaded / event.total);
    };
    request.onerror = () => reject(unreachable());
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer as T);
      else reject(new Problem(request.status, answer));
    };
    sending.signal?.addEventListener("abort", () => {
      request.abort();
      reject(sending.signal?.reason);
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(sending.fields ?? {})) form.append(name, value);
    form.append("file", file);
    request.send(form);
  });
}

/** A picture for products, categories, logos. */
export function uploadPicture(file: File, sending: Sending = {}): Promise<AdminUploadResponse> {
  return sendFile<AdminUploadResponse>("/media", file, sending);
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
