import { Button, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { call } from "@/api/call";
import { resetPassword } from "@/api/generated/sdk.gen";
import { GoLink, PlainLink } from "@/app/here";
import { Door } from "./Door";
import { NewPassword } from "./NewPassword";
import { tokenHere, useSending } from "./send";
import { useAccountWords } from "./words";

/** Choosing a new password, with the link of a letter. */
export default function ResetPage() {
  const t = useAccountWords();
  const [token] = useState(tokenHere);
  const { isSending, complaint, problem, send } = useSending();
  const [isDone, setDone] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password"));
    void send(async () => {
      await call(resetPassword, { body: { token, password } });
      setDone(true);
    });
  }

  if (isDone) {
    return (
      <Door title={t("resetDone")} about={t("resetDoneAbout")}>
        <Button component={PlainLink} to="/account/log-in" fullWidth size="md">
          {t("logIn")}
        </Button>
      </Door>
    );
  }
  if (token === "" || problem?.code === "LinkUsed") {
    return (
      <Door title={t("linkUsed")} about={t("linkUsedAbout")}>
        <Button component={PlainLink} to="/account/forgot" fullWidth size="md">
          {t("sendAnother")}
        </Button>
      </Door>
    );
  }
  return (
    <Door
      title={t("reset")}
      about={t("resetAbout")}
      complaint={complaint}
      foot={<GoLink to="/account/log-in">{t("toLogIn")}</GoLink>}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <NewPassword name="password" label={t("newPassword")} autoFocus />
          <Text size="sm" c="dimmed">
            {t("resetEnds")}
          </Text>
          <Button type="submit" loading={isSending} fullWidth size="md">
            {t("resetAct")}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
