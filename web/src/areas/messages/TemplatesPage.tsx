import { Text } from "@mantine/core";
import { adminListMessageTemplates } from "@/api/generated/sdk.gen";
import type { MessageTemplateSummary } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { useStore } from "@/app/store";
import { wordOf } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import classes from "./messages.module.css";
import { useMessageWords } from "./words";

/** Every message to customers, and where it is worded otherwise than we do. */
export default function TemplatesPage() {
  const t = useMessageWords();
  const store = useStore();
  const templates = useRead(adminListMessageTemplates, store ? { query: { store: store.id } } : {});
  return (
    <Page title={t("templates")} about={t("templatesHelp")} crumbs={[{ to: "/messages", label: t("title") }]}>
      {templates.error ? (
        <Failure error={templates.error} again={() => void templates.refetch()} />
      ) : templates.data === undefined ? (
        <Skeletons />
      ) : (
        <Sections>
          {(["email", "sms"] as const).map((channel) => (
            <Section key={channel} title={t(channel)}>
              {templates.data
                .filter((one) => one.channel === channel)
                .map((one) => (
                  <Row key={one.kind} template={one} />
                ))}
            </Section>
          ))}
        </Sections>
      )}
    </Page>
  );
}

function Row({ template }: { template: MessageTemplateSummary }) {
  const t = useMessageWords();
  return (
    <div className={classes.row}>
      <Text fw={550}>{wordOf(t, "kind", template.kind)}</Text>
      <div className={classes.languages}>
        {(["en", "fr"] as const).map((language) => {
          const own = template.own[language];
          return (
            <span key={language}>
              <GoLink
                to={`/messages/templates/${template.channel}/${template.kind}/${language}`}
                aria-label={`${wordOf(t, "kind", template.kind)}, ${t(language)}`}
              >
                {t(language)}
              </GoLink>{" "}
              {own ? (
                <StatusBadge tone="info">{t(own === "store" ? "own_store" : "own_company")}</StatusBadge>
              ) : null}
            </span>
          );
        })}
      </div>
    </div>
  );
}
