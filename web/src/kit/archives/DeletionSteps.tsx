import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import {
  controlAskTenantDeletion,
  controlBeginTenantDeletion,
  controlCancelTenantDeletion,
  controlGetTenantDeletion,
  controlListDeletions,
} from "@/api/generated/sdk.gen";
import type { Deletion } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { When } from "../When";
import { CertificateLink } from "./CertificateLink";
import { stateOf } from "./states";
import { useArchiveWords } from "./words";

const CHANGES = [controlGetTenantDeletion, controlListDeletions];

/** Where the deletion stands, and the next step. */
export function DeletionSteps({ tenant, deletion }: { tenant: string; deletion: Deletion | undefined }) {
  const t = useArchiveWords();
  const language = useLanguage();
  const mayDelete = useMay("tenants:delete");
  const number = new Intl.NumberFormat(language);
  const state = deletion ? stateOf(deletion) : "cancelled";
  if (!deletion || state === "cancelled") return mayDelete ? <Ask tenant={tenant} /> : null;
  if (state === "waiting") return <Begin tenant={tenant} deletion={deletion} mayDelete={mayDelete} />;
  if (state === "running") {
    return (
      <Text size="sm" role="status">
        {t("runningAt", { rows: number.format(deletion.rows), step: deletion.step || "…" })}
      </Text>
    );
  }
  return (
    <Stack align="start">
      <Text size="sm" component="div">
        {t.rich("deletionDone", {
          at: <When at={deletion.finished_at ?? deletion.asked_at} />,
          rows: number.format(deletion.rows),
          files: number.format(deletion.files),
        })}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
        SHA-256 {deletion.certificate_hash}
      </Text>
      <CertificateLink deletion={deletion} />
    </Stack>
  );
}

function Ask({ tenant }: { tenant: string }) {
  const t = useArchiveWords();
  const [slug, setSlug] = useState("");
  const [reason, setReason] = useState("");
  const ask = useWrite(controlAskTenantDeletion, {
    changes: CHANGES,
    done: () => tell(t("deletionAsked")),
    failed: tellProblem,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate({ tenant, body: { slug, reason } });
      }}
    >
      <Stack maw={480}>
        <TextInput
          label={t("slug")}
          description={t("slugHelp")}
          value={slug}
          onChange={(event) => setSlug(event.currentTarget.value)}
          autoComplete="off"
          required
        />
        <TextInput
          label={t("reason")}
          description={t("reasonHelp")}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
          required
        />
        <Group>
          <Button type="submit" color="red" variant="light" loading={ask.isPending}>
            {t("ask")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface BeginProps {
  tenant: string;
  deletion: Deletion;
  mayDelete: boolean;
}

function Begin({ tenant, deletion, mayDelete }: BeginProps) {
  const t = useArchiveWords();
  const [slug, setSlug] = useState("");
  const [why, setWhy] = useState("");
  const begin = useWrite(controlBeginTenantDeletion, {
    changes: CHANGES,
    done: () => tell(t("begun")),
    failed: tellProblem,
  });
  const cancel = useWrite(controlCancelTenantDeletion, {
    changes: CHANGES,
    done: () => tell(t("cancelled")),
    failed: tellProblem,
  });
  const isEarly = new Date(deletion.due_at) > new Date();
  return (
    <Stack maw={480}>
      <Text size="sm" component="div">
        {t.rich("waitingUntil", { name: deletion.asked_by, at: <When at={deletion.due_at} /> })}
      </Text>
      <Text size="sm">{deletion.reason}</Text>
      {mayDelete ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            begin.mutate({ tenant, body: { slug, skip_because: why } });
          }}
        >
          <Stack>
            <TextInput
              label={t("slug")}
              description={t("slugHelp")}
              value={slug}
              onChange={(event) => setSlug(event.currentTarget.value)}
              autoComplete="off"
              required
            />
            {isEarly ? (
              <TextInput
                label={t("skip")}
                description={t("skipHelp")}
                value={why}
                maxLength={500}
                onChange={(event) => setWhy(event.currentTarget.value)}
                required
              />
            ) : null}
            <Alert color="red">{t("beginHelp")}</Alert>
            <Group>
              <Button type="submit" color="red" loading={begin.isPending}>
                {t("begin")}
              </Button>
              <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ tenant })}>
                {t("cancel")}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : null}
    </Stack>
  );
}
