/** Sends one picture and tells how far it is; the only request that is not a `call`, since fetch cannot tell that. */
import { presented } from "@/api/credentials";
import type { Image } from "@/api/generated/types.gen";
import { Problem, unreachable } from "@/api/problem";

export interface Sending {
  picture: Promise<Image>;
  stop: () => void;
}

export const PICTURE_TYPES = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"];
export const MOST_BYTES = 20 * 1024 * 1024;

/** `tell` hears the share that is sent, 0 to 1. Refuses with `Problem`; stopping refuses with the code `Stopped`. */
export function send(file: File, tell: (share: number) => void): Sending {
  const { tenant, csrf, language } = presented();
  const request = new XMLHttpRequest();
  const picture = new Promise<Image>((resolve, reject) => {
    request.open("POST", `/api/tenants/${encodeURIComponent(tenant)}/admin/media`);
    request.responseType = "json";
    request.setRequestHeader("Accept-Language", language);
    if (csrf) request.setRequestHeader("X-CSRF-Token", csrf);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) tell(event.loaded / event.total);
    };
    request.onload = () => {
      const answer: unknown = request.response;
      if (request.status < 300) resolve(answer as Image);
      else reject(new Problem(request.status, (answer ?? {}) as Record<string, unknown>));
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new Problem(0, { code: "Stopped", title: "Stopped." }));
  });
  const form = new FormData();
  form.append("data", file, file.name);
  request.send(form);
  return { picture, stop: () => request.abort() };
}
