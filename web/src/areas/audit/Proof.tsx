import { Alert, Button, Card, Collapse, CopyButton, Group, List, Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconShieldCheck } from "@tabler/icons-react";
import { useState } from "react";
import { adminAudit, adminAuditVerification, adminVerifyAudit } from "@/api/generated/sdk.gen";
import type { Finding, Report } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { GoLink } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { formatCount } from "@/kit/format";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import classes from "./audit.module.css";
import { useAuditWords } from "./words";

/** Whether the chain of hashes holds, and how to ask. */
export function Proof() {
  const t = useAuditWords();
  const [isOpen, setOpen] = useState(false);
  const known = useRead(adminAuditVerification, {});
  const verify = useWrite(adminVerifyAudit, {
    changes: [adminAuditVerification, adminAudit],
    done: (answer) => {
      if (answer.is_asked) tell(t("verifying"));
      else if (answer.last?.findings.length) tell(t("notVerified"), { kind: "failed" });
      else tell(t("verified"));
    },
    failed: tellProblem,
  });
  if (!known.data) return null;
  const { last, sequence, hash, waiting } = known.data;
  return (
    <Card className={classes.proof} component="section" aria-label={t("chain")}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <IconShieldCheck size={18} aria-hidden />
          <Text fw={550}>{t("chain")}</Text>
          <State report={last} />
          {last ? <LastCheck report={last} /> : null}
        </Group>
        <Group gap={4}>
          <UnstyledButton className={classes.more} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
            {t("details")}
          </UnstyledButton>
          <Button variant="default" size="xs" loading={verify.isPending} onClick={() => verify.mutate({})}>
            {t("verify")}
          </Button>
        </Group>
      </Group>
      {last && last.findings.length > 0 ? <Findings findings={last.findings} isBad /> : null}
      <Collapse expanded={isOpen}>
        <Text size="sm" c="dimmed" mt="xs" className={classes.help}>
          {t("chainHelp")}
        </Text>
        {sequence > 0 ? <Head head={`${sequence}:${hash}`} /> : null}
        {waiting > 0 ? (
          <Text size="sm" c="dimmed">
            {t("waiting", { count: waiting })}
          </Text>
        ) : null}
        {last && last.notices.length > 0 ? (
          <>
            <Text size="sm" fw={550} mt="sm">
              {t("notices")}
            </Text>
            <Findings findings={last.notices} />
          </>
        ) : null}
      </Collapse>
    </Card>
  );
}

function State({ report }: { report: Report | null }) {
  const t = useAuditWords();
  if (report === null) return <StatusBadge tone="quiet">{t("unchecked")}</StatusBadge>;
  const count = report.findings.length;
  return count > 0 ? (
    <StatusBadge tone="bad">{t("broken", { count })}</StatusBadge>
  ) : (
    <StatusBadge tone="good">{t("sound")}</StatusBadge>
  );
}

function LastCheck({ report }: { report: Report }) {
  const t = useAuditWords();
  const language = useLanguage();
  return (
    <Text size="sm" c="dimmed" component="span">
      {t.rich("lastChecked", {
        when: <When at={report.at} />,
        entries: formatCount(language, report.entries),
        sequence: formatCount(language, report.sequence),
      })}
      {report.asked_by && report.asked_by !== "system" ? ` ${t("by", { who: report.asked_by })}` : null}
    </Text>
  );
}

function Head({ head }: { head: string }) {
  const t = useAuditWords();
  return (
    <>
      <Group gap="xs" mt="xs" wrap="nowrap">
        <Text size="sm" fw={550}>
          {t("head")}
        </Text>
        <code className={classes.hash}>{head}</code>
        <CopyButton value={head}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="subtle" onClick={copy}>
              {copied ? t("copied") : t("copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Text size="xs" c="dimmed" className={classes.help}>
        {t("headHelp")}
      </Text>
    </>
  );
}

const SHOWN = 20;

function Findings({ findings, isBad = false }: { findings: readonly Finding[]; isBad?: boolean }) {
  const t = useAuditWords();
  const lines = (
    <List size="sm" spacing={2}>
      {findings.slice(0, SHOWN).map((finding) => {
        const words = `problem_${finding.problem}`;
        return (
          <List.Item key={`${finding.problem} ${finding.sequence} ${finding.entry}`}>
            {t.has(words) ? t(words, { sequence: finding.sequence ?? "?" }) : finding.text}{" "}
            {finding.entry && finding.problem !== "deleted" ? (
              <GoLink to={`/audit/${finding.entry}`} size="sm">
                {t("showEntry")}
              </GoLink>
            ) : null}
          </List.Item>
        );
      })}
    </List>
  );
  if (!isBad) return lines;
  return (
    <Alert color="red" mt="sm" icon={<IconAlertTriangle size={18} />} title={t("notVerified")}>
      {lines}
    </Alert>
  );
}
