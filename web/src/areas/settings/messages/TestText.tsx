import { Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { adminListMessages, adminSendTestText } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { useChannelWords } from "./words";

/** A short text to a number of one's own. */
export function TestText() {
  const t = useChannelWords();
  const language = useLanguage();
  const [to, setTo] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const send = useWrite(adminSendTestText, {
    changes: [adminListMessages],
    done: () => tell(t("tested")),
    failed: (problem) => setWrong(problem.title),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWrong(null);
    send.mutate({ body: { to, locale: language === "fr" ? "fr" : "en" } });
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-start" gap="sm">
        <TextInput
          label={t("testTo")}
          description={t("testHelp")}
          type="tel"
          value={to}
          error={wrong}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          mt={46}
          disabled={to.trim().length < 3}
          loading={send.isPending}
        >
          {t("testText")}
        </Button>
      </Group>
    </form>
  );
}
