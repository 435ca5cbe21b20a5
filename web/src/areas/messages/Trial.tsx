import { Button, TextInput } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { adminListMessages, adminTestMessageTemplate } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { Section } from "@/kit/Section";
import { useMessageWords } from "./words";

interface TrialProps {
  path: { channel: string; kind: string; language: string };
  store: string | undefined;
  isDirty: boolean;
}

/** Sends what is saved to an address of one's own. */
export function Trial({ path, store, isDirty }: TrialProps) {
  const t = useMessageWords();
  const [to, setTo] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const test = useWrite(adminTestMessageTemplate, {
    changes: [adminListMessages],
    done: () => tell(t("tested")),
    failed: (problem) => setWrong(problem.title),
  });
  const isSms = path.channel === "sms";
  const send = (event: FormEvent) => {
    event.preventDefault();
    setWrong(null);
    if (store) test.mutate({ path, query: { store }, body: { to } });
  };
  return (
    <Section title={t("test")} about={store ? t("testHelp") : t("chooseStore")}>
      <form onSubmit={send}>
        <TextInput
          label={t(isSms ? "testToPhone" : "testTo")}
          type={isSms ? "tel" : "email"}
          value={to}
          error={wrong}
          disabled={!store}
          description={isDirty ? t("saveFirst") : undefined}
          onChange={(event) => setTo(event.currentTarget.value)}
          required
          withAsterisk={false}
          mb="sm"
        />
        <Button
          type="submit"
          variant="default"
          leftSection={<IconSend size={16} />}
          disabled={!store || isDirty || to.trim().length < 3}
          loading={test.isPending}
        >
          {t("test")}
        </Button>
      </form>
    </Section>
  );
}
