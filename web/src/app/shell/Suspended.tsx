import { Anchor, Button, Container, Group, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { adminGetPlan, adminGetStanding } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { Failure } from "@/kit/Failure";
import { formatInstant } from "@/kit/format";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { PlainLink, usePath } from "../here";
import { may, useMe } from "../may";
import { logOut } from "../session";
import { useLanguage } from "../words";
import { useStandingWords } from "../words.standing";

const EXPORTS = ["products", "stock", "customers", "orders"] as const;
const ACCOUNT = "/profile";

/** All that there is while the company is suspended or closed: why, whom to ask, one's own account, one's data. */
export default function Suspended({ children }: { children: ReactNode }) {
  const t = useStandingWords();
  const path = usePath();
  const { company } = useMe();
  const isAccount = path.startsWith(ACCOUNT);

  async function leave(): Promise<void> {
    await logOut(company.slug);
    location.assign(`/console/account/log-in?company=${company.slug}`);
  }

  return (
    <Container size="sm" py="xl" component="main" id="content">
      <Group justify="flex-end" mb="lg">
        <Button component={PlainLink} to={isAccount ? "/" : ACCOUNT} variant="default">
          {t(isAccount ? "back" : "account")}
        </Button>
        <Button variant="default" onClick={() => void leave()}>
          {t("logOut")}
        </Button>
      </Group>
      {isAccount ? children : <Why />}
    </Container>
  );
}

function Why() {
  const t = useStandingWords();
  const language = useLanguage();
  const me = useMe();
  const seen = useRead(adminGetStanding, {});
  const maySeePlan = may(me, "settings:read");
  const plan = useRead(adminGetPlan, {}, { enabled: maySeePlan });
  if (seen.error) return <Failure error={seen.error} again={() => void seen.refetch()} />;
  if (!seen.data) return <Skeletons />;
  const standing = seen.data;
  const reason = `reason.${standing.reason}`;
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>
          {t(standing.status === "closed" ? "titleClosed" : "title", { name: me.company.name })}
        </Title>
        {standing.since ? (
          <Text c="dimmed">{t("since", { day: formatInstant(language, new Date(standing.since)) })}</Text>
        ) : null}
      </div>
      <Sections>
        <Section title={t("reason")}>
          <Stack gap="sm">
            <Text fw={550}>{t.has(reason) ? t(reason) : t("reason.other")}</Text>
            {standing.why ? <Text style={{ whiteSpace: "pre-line" }}>{standing.why}</Text> : null}
            <Text size="sm">
              {standing.kept_until
                ? t("kept", { day: formatInstant(language, new Date(standing.kept_until)) })
                : t("safe")}
            </Text>
            <Text size="sm">
              {standing.contact ? (
                <>
                  {t("ask")} <Anchor href={`mailto:${standing.contact}`}>{standing.contact}</Anchor>
                </>
              ) : (
                t("askNobody")
              )}
            </Text>
          </Stack>
        </Section>
        {may(me, "imports:run") ? (
          <Section title={t("take")}>
            <Group gap={8}>
              {EXPORTS.map((kind) => (
                <Button
                  key={kind}
                  component="a"
                  href={`/api/tenants/${me.company.slug}/admin/exports/${kind}`}
                  download
                  variant="default"
                  leftSection={<IconDownload size={16} />}
                >
                  {t(kind)}
                </Button>
              ))}
            </Group>
          </Section>
        ) : null}
        {maySeePlan && plan.data ? (
          <Section title={t("plan")}>
            <Text size="sm">{plan.data.plan?.name ?? t("noPlan")}</Text>
          </Section>
        ) : null}
      </Sections>
    </Stack>
  );
}
