import { Button, Loader, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { call } from "@/api/call";
import { acceptInvitation, logInWeb, lookAtInvitation } from "@/api/generated/sdk.gen";
import type { Invitation, LogInAnswer, Welcome } from "@/api/generated/types.gen";
import { GoLink, PlainLink, useReturn } from "@/app/here";
import { entered } from "@/app/session";
import { useLanguage } from "@/app/words";
import { Door } from "./Door";
import { useJoinWords } from "./joinWords";
import { NewPassword } from "./NewPassword";
import { tokenHere, useSending } from "./send";
import { useAccountWords } from "./words";

/** What the link of an invitation leads to: who invites to what, then a name and a password of one's own. */
export default function JoinPage() {
  const t = useJoinWords();
  const say = useAccountWords();
  const [token] = useState(tokenHere);
  const invitation = useQuery({
    queryKey: ["invitation", token],
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    queryFn: () => call(lookAtInvitation, { body: { token: token || "-" } }),
  });
  if (invitation.error) {
    return (
      <Door title={t("over")} about={t("overAbout")}>
        <Button component={PlainLink} to="/account/log-in" fullWidth size="md" variant="default">
          {say("toLogIn")}
        </Button>
      </Door>
    );
  }
  if (invitation.data === undefined) {
    return (
      <Door title={t("looking")}>
        <Loader size="sm" role="status" aria-label={t("looking")} />
      </Door>
    );
  }
  return <Known invitation={invitation.data} token={token} />;
}

function Known({ invitation, token }: { invitation: Invitation; token: string }) {
  const t = useJoinWords();
  const say = useAccountWords();
  const back = useReturn();
  const day = new Intl.DateTimeFormat(useLanguage(), { dateStyle: "long" });
  const { isSending, problem, complaint, send } = useSending();
  const [welcome, setWelcome] = useState<Welcome | null>(null);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const body = { token, name: String(typed.get("name")).trim(), password: String(typed.get("password")) };
    void send(async () => {
      const joined = await call(acceptInvitation, { body });
      setWelcome(joined);
      const session = await comeIn(joined, body.password);
      if (session) {
        entered(session);
        back(`/${session.company.slug}`);
      }
    });
  }

  if (welcome !== null) {
    const next = new URLSearchParams({ email: welcome.email, next: `/${welcome.tenant}` });
    return (
      <Door title={t("joined", { company: invitation.company })} about={t("joinedAbout")}>
        <Button component={PlainLink} to={`/account/log-in?${next}`} fullWidth size="md" loading={isSending}>
          {say("logIn")}
        </Button>
      </Door>
    );
  }
  if (problem?.code === "InvitationOver") {
    return (
      <Door title={t("over")} about={t("overAbout")}>
        <Button component={PlainLink} to="/account/log-in" fullWidth size="md" variant="default">
          {say("toLogIn")}
        </Button>
      </Door>
    );
  }
  return (
    <Door
      title={t("join", { company: invitation.company })}
      about={t("joinAbout", { inviter: invitation.inviter, roles: invitation.roles.join(", ") })}
      complaint={complaint}
      foot={<GoLink to="/account/log-in">{say("toLogIn")}</GoLink>}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={say("email")}
            value={invitation.email}
            readOnly
            autoComplete="username"
            description={t("emailHelp")}
          />
          <TextInput
            name="name"
            label={t("name")}
            defaultValue={invitation.name}
            autoComplete="name"
            maxLength={200}
            required
            autoFocus
          />
          <NewPassword name="password" label={say("password")} minLength={invitation.password_length} />
          <Button type="submit" loading={isSending} fullWidth size="md">
            {t("accept")}
          </Button>
          <Text size="xs" c="dimmed">
            {t("until", { day: day.format(new Date(invitation.expires_at)) })}
          </Text>
        </Stack>
      </form>
    </Door>
  );
}

/** The session of somebody who just joined; null when logging in asks for more. */
async function comeIn({ email, tenant }: Welcome, password: string): Promise<LogInAnswer["session"] | null> {
  try {
    return (await call(logInWeb, { body: { email, password, company: tenant } })).session ?? null;
  } catch {
    return null;
  }
}
