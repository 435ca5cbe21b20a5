/** The browser's side of passkeys, loaded when somebody uses one. */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/browser";
import { call } from "@/api/call";
import { beginPasskeyLogIn } from "@/api/generated/sdk.gen";

export type Answered = Record<string, unknown>;

/** Why passkeys cannot work here: this browser has none, or the address is a number, to which none can be bound. */
export function obstacle(): "browser" | "address" | null {
  if (typeof PublicKeyCredential === "undefined") return "browser";
  return /^[\d.]+$|:/.test(location.hostname) ? "address" : null;
}

/** Show any passkey of this site. `autofill`: offer them in the e-mail field, and wait. Null: the person did not. */
export async function showPasskey(autofill = false): Promise<Answered | null> {
  const { browserSupportsWebAuthnAutofill, startAuthentication } = await import("@simplewebauthn/browser");
  if (autofill && !(await browserSupportsWebAuthnAutofill())) return null;
  const { options } = await call(beginPasskeyLogIn, {});
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  return wanted(() => startAuthentication({ optionsJSON, useBrowserAutofill: autofill }));
}

/** Make a passkey. Null: the person did not. */
export async function makePasskey(options: Record<string, unknown>): Promise<Answered | null> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  return wanted(() => startRegistration({ optionsJSON }));
}

async function wanted(
  ask: () => Promise<AuthenticationResponseJSON | RegistrationResponseJSON>,
): Promise<Answered | null> {
  try {
    return (await ask()) as unknown as Answered;
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "NotAllowedError" || name === "AbortError") return null;
    throw error;
  }
}
