import { Button, Code, Text, Textarea, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo } from "react";
import { call } from "@/api/call";
import {
  adminGetMessageTemplate,
  adminListMessageTemplates,
  adminResetMessageTemplate,
  adminSaveMessageTemplate,
} from "@/api/generated/sdk.gen";
import type { MessageTemplate } from "@/api/generated/types.gen";
import { refresh, useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useParam } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { useStore } from "@/app/store";
import { wordOf } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import classes from "./messages.module.css";
import { Preview } from "./Preview";
import { Trial } from "./Trial";
import { useMessageWords } from "./words";

/** The words of one message in one language, beside what they make. */
export default function TemplatePage() {
  const t = useMessageWords();
  const store = useStore();
  const path = { channel: useParam("channel"), kind: useParam("kind"), language: useParam("language") };
  const query = store ? { store: store.id } : {};
  const template = useRead(adminGetMessageTemplate, { path, query });
  const title = wordOf(t, "kind", path.kind);
  const crumbs = [
    { to: "/messages", label: t("title") },
    { to: "/messages/templates", label: t("templates") },
  ];
  const said = `${t(path.channel === "sms" ? "sms" : "email")}, ${t(path.language === "fr" ? "fr" : "en")}`;
  return (
    <Page title={title} about={said} crumbs={crumbs} width="wide" acts={<Reset template={template.data} />}>
      {template.error ? (
        <Failure error={template.error} again={() => void template.refetch()} />
      ) : template.data === undefined ? (
        <Skeletons />
      ) : (
        <Editor
          key={`${template.data.store_id}:${template.data.is_own}:${template.data.version}`}
          template={template.data}
          store={store?.id}
        />
      )}
    </Page>
  );
}

function Reset({ template }: { template: MessageTemplate | undefined }) {
  const t = useMessageWords();
  const store = useStore();
  const reset = useWrite(adminResetMessageTemplate, {
    changes: [adminGetMessageTemplate, adminListMessageTemplates],
    done: () => tell(t("resetDone")),
    failed: tellProblem,
  });
  if (!template?.is_own) return null;
  const { channel, kind, locale } = template;
  return (
    <May permission="messages:write">
      <Button
        variant="default"
        loading={reset.isPending}
        onClick={async () => {
          if (await confirm({ title: t("reset"), text: t("resetAsk"), action: t("reset"), danger: true }))
            reset.mutate({
              path: { channel, kind, language: locale },
              ...(store ? { query: { store: store.id } } : {}),
            });
        }}
      >
        {t("reset")}
      </Button>
    </May>
  );
}

function Editor({ template, store }: { template: MessageTemplate; store: string | undefined }) {
  const t = useMessageWords();
  const { channel, kind, locale } = template;
  const path = { channel, kind, language: locale };
  const query = store ? { store } : {};
  const values = useMemo(() => ({ subject: template.subject, body: template.body }), [template]);
  const record = useRecord({
    values,
    version: template.version,
    labels: { subject: t("subjectField"), body: t("bodyField") },
    save: (all, version) => call(adminSaveMessageTemplate, { path, query, body: all, version: version ?? 0 }),
    latest: async () => {
      const now = await call(adminGetMessageTemplate, { path, query });
      return { values: { subject: now.subject, body: now.body }, version: now.version };
    },
    saved: () => {
      refresh(adminGetMessageTemplate, adminListMessageTemplates);
      tell(t("saved"));
    },
  });
  const [typed] = useDebouncedValue(record.values, 400);
  return (
    <div className={classes.side}>
      <RecordForm record={record}>
        <Sections>
          <Section
            title={template.is_own ? t(template.store_id ? "own_store" : "own_company") : t("ours")}
            about={
              template.updated_at
                ? t.rich("lastChanged", {
                    when: <When at={template.updated_at} />,
                    who: template.updated_by,
                  })
                : undefined
            }
          >
            {channel === "email" ? <TextInput {...record.field("subject")} mb="md" /> : null}
            <Textarea {...record.field("body")} autosize minRows={channel === "sms" ? 4 : 14} spellCheck />
          </Section>
          <Section title={t("variables")} about={t("variablesHelp", { part: "[goods]" })}>
            <div className={classes.names}>
              {template.variables.map((name) => (
                <Code key={name}>{`{{ ${name} }}`}</Code>
              ))}
              {template.parts.map((name) => (
                <Code key={name}>{`[${name}]`}</Code>
              ))}
            </div>
            {channel === "email" ? (
              <Text size="sm" c="dimmed" mt="sm">
                {t("buttonHelp")}
              </Text>
            ) : null}
          </Section>
        </Sections>
      </RecordForm>
      <Sections>
        <Preview path={path} store={store} wording={typed} />
        <May permission="messages:write">
          <Trial path={path} store={store} isDirty={record.isDirty} />
        </May>
      </Sections>
    </div>
  );
}
