import { Stack, Switch } from "@mantine/core";
import { Fragment } from "react";
import { adminChooseNotifications, adminNotificationPreferences } from "@/api/generated/sdk.gen";
import { useRead, useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { wordOf } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useInboxWords } from "./words";

/** What one is told of; saved at once. */
export default function ChoicesPage() {
  const t = useInboxWords();
  const choices = useRead(adminNotificationPreferences, {});
  const choose = useWrite(adminChooseNotifications, {
    changes: [adminNotificationPreferences],
    done: () => tell(t("saved")),
    failed: tellProblem,
  });
  return (
    <Page
      title={t("choicesTitle")}
      about={t("choicesHelp")}
      crumbs={[{ to: "/inbox", label: t("title") }]}
      width="text"
    >
      <Section>
        {choices.error ? (
          <Failure error={choices.error} again={() => void choices.refetch()} />
        ) : choices.data === undefined ? (
          <Skeletons />
        ) : (
          <Stack gap="md">
            {choices.data.map(({ kind, is_on, is_possible, by_email }) => {
              const label = wordOf(t, "choice", kind);
              return (
                <Fragment key={kind}>
                  <Switch
                    label={label}
                    description={is_possible ? undefined : t("notPossible")}
                    disabled={!is_possible || choose.isPending}
                    checked={is_on && is_possible !== false}
                    onChange={(event) =>
                      choose.mutate({ body: [{ kind, is_on: event.currentTarget.checked }] })
                    }
                  />
                  {typeof by_email === "boolean" ? (
                    <Switch
                      ml={36}
                      size="sm"
                      label={t("byEmail")}
                      description={t("byEmailHelp")}
                      aria-label={`${label}: ${t("byEmail")}`}
                      disabled={!is_possible || choose.isPending}
                      checked={by_email && is_possible !== false}
                      onChange={(event) =>
                        choose.mutate({ body: [{ kind, by_email: event.currentTarget.checked }] })
                      }
                    />
                  ) : null}
                </Fragment>
              );
            })}
          </Stack>
        )}
      </Section>
    </Page>
  );
}
