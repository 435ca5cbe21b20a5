import { Anchor, Button, Divider, PasswordInput, Stack, TextInput, UnstyledButton } from "@mantine/core";
import { IconChevronRight, IconFingerprint } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { call } from "@/api/call";
import { logInWeb, logInWebPasskey, logInWebSecondFactor } from "@/api/generated/sdk.gen";
import type { CompanyName, LogInAnswer } from "@/api/generated/types.gen";
import { GoLink, useReturn, useSearchWords } from "@/app/here";
import { type Answered, obstacle, showPasskey } from "@/app/passkeys";
import { entered } from "@/app/session";
import classes from "./account.module.css";
import { Door } from "./Door";
import { useSending } from "./send";
import { useAccountWords } from "./words";

type Stage =
  | { at: "password" }
  | { at: "choose"; companies: readonly CompanyName[] }
  | { at: "second"; step: string; hasCode: boolean };

/** The door: e-mail and password, or a passkey; a company to choose, a second factor; and back to where one wanted to go. */
export default function LogInPage() {
  const t = useAccountWords();
  const [search] = useSearchWords();
  const back = useReturn();
  const { isSending, complaint, send, forget } = useSending();
  const [stage, setStage] = useState<Stage>({ at: "password" });
  const [typed, setTyped] = useState({ email: search.email ?? "", password: "" });

  function follow(answer: LogInAnswer): void {
    if (answer.session) {
      entered(answer.session);
      const isThere = search.next?.startsWith(`/${answer.session.company.slug}`);
      back(isThere && search.next ? search.next : `/${answer.session.company.slug}`);
    } else if (answer.status === "choose") setStage({ at: "choose", companies: answer.companies ?? [] });
    else if (answer.step)
      setStage({ at: "second", step: answer.step, hasCode: answer.methods?.includes("code") ?? true });
  }

  function logIn(company: string | null): Promise<boolean> {
    return send(async () => follow(await call(logInWeb, { body: { ...typed, company } })));
  }

  async function withPasskey(passkey: Answered | null): Promise<void> {
    if (passkey !== null) {
      await send(async () => follow(await call(logInWebPasskey, { body: { passkey } })));
    }
  }

  // browsers that can offer a passkey in the e-mail field, once
  const isOffered = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the page is shown
  useEffect(() => {
    if (isOffered.current || obstacle() !== null) return;
    isOffered.current = true;
    showPasskey(true).then(withPasskey, () => undefined);
  }, []);

  function again(): void {
    forget();
    setStage({ at: "password" });
  }

  if (stage.at === "choose") {
    return (
      <Door title={t("choose")} about={t("chooseAbout")} complaint={complaint} foot={<Again again={again} />}>
        <Stack gap="xs">
          {stage.companies.map((company) => (
            <UnstyledButton
              key={company.slug}
              className={classes.company}
              disabled={isSending}
              onClick={() => void logIn(company.slug)}
            >
              {company.name}
              <IconChevronRight size={18} aria-hidden />
            </UnstyledButton>
          ))}
        </Stack>
      </Door>
    );
  }
  if (stage.at === "second") {
    return (
      <SecondStep
        complaint={complaint}
        isSending={isSending}
        again={again}
        hasCode={stage.hasCode}
        show={(proof) =>
          void send(async () =>
            follow(await call(logInWebSecondFactor, { body: { step: stage.step, ...proof } })),
          )
        }
      />
    );
  }
  return (
    <Door
      title={t("logIn")}
      about={t("logInAbout")}
      complaint={complaint}
      foot={t.rich("noCompany", { signUp: <GoLink to="/account/sign-up">{t("signUp")}</GoLink> })}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void logIn(search.company ?? null);
        }}
      >
        <Stack gap="md">
          <TextInput
            name="email"
            type="email"
            label={t("email")}
            value={typed.email}
            onChange={(event) => setTyped({ ...typed, email: event.currentTarget.value })}
            autoComplete="username webauthn"
            autoCapitalize="none"
            inputMode="email"
            maxLength={254}
            required
            autoFocus
          />
          <div>
            <PasswordInput
              name="password"
              label={t("password")}
              value={typed.password}
              onChange={(event) => setTyped({ ...typed, password: event.currentTarget.value })}
              autoComplete="current-password"
              maxLength={256}
              required
            />
            <GoLink
              to={`/account/forgot?email=${encodeURIComponent(typed.email)}`}
              size="sm"
              mt={6}
              display="inline-block"
            >
              {t("forgot")}
            </GoLink>
          </div>
          <Button type="submit" loading={isSending} fullWidth size="md">
            {t("logIn")}
          </Button>
          {obstacle() === null ? (
            <>
              <Divider label={t("or")} />
              <Button
                variant="default"
                size="md"
                fullWidth
                leftSection={<IconFingerprint size={18} aria-hidden />}
                onClick={() => {
                  void send(async () => {
                    const passkey = await showPasskey();
                    if (passkey !== null) follow(await call(logInWebPasskey, { body: { passkey } }));
                  });
                }}
              >
                {t("withPasskey")}
              </Button>
            </>
          ) : null}
        </Stack>
      </form>
    </Door>
  );
}

function Again({ again }: { again: () => void }) {
  const t = useAccountWords();
  return (
    <Anchor component="button" size="sm" onClick={again}>
      {t("again")}
    </Anchor>
  );
}

interface SecondStepProps {
  complaint: string | null;
  isSending: boolean;
  again: () => void;
  /** A passkey is all there is when there is no app. */
  hasCode: boolean;
  show: (proof: { code: string } | { passkey: Answered }) => void;
}

function SecondStep({ complaint, isSending, again, hasCode, show }: SecondStepProps) {
  const t = useAccountWords();
  const [isRecovery, setRecovery] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    show({ code: String(new FormData(event.currentTarget).get("code")) });
  }

  function byPasskey(): void {
    showPasskey().then(
      (passkey) => passkey && show({ passkey }),
      () => undefined,
    );
  }

  if (!hasCode) {
    return (
      <Door
        title={t("second")}
        about={t("passkeyAbout")}
        complaint={complaint}
        foot={<Again again={again} />}
      >
        <Button size="md" fullWidth loading={isSending} onClick={byPasskey}>
          {t("withPasskey")}
        </Button>
      </Door>
    );
  }
  return (
    <Door
      title={t("second")}
      about={isRecovery ? t("recoveryAbout") : t("secondAbout")}
      complaint={complaint}
      foot={<Again again={again} />}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            key={String(isRecovery)}
            name="code"
            label={isRecovery ? t("recoveryCode") : t("code")}
            autoComplete={isRecovery ? "off" : "one-time-code"}
            inputMode={isRecovery ? "text" : "numeric"}
            minLength={6}
            maxLength={40}
            required
            autoFocus
          />
          <Button type="submit" loading={isSending} fullWidth size="md">
            {t("goOn")}
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => setRecovery(!isRecovery)}>
            {isRecovery ? t("useCode") : t("useRecovery")}
          </Anchor>
          {obstacle() === null ? (
            <Anchor component="button" type="button" size="sm" onClick={byPasskey}>
              {t("withPasskey")}
            </Anchor>
          ) : null}
        </Stack>
      </form>
    </Door>
  );
}
