import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import {
  adminCheckVatNumber,
  adminCustomerTaxes,
  adminEndTaxExemption,
  adminSetVatNumber,
} from "@/api/generated/sdk.gen";
import type { TaxExemption, VatNumber } from "@/api/generated/types.gen";
import { asProblem } from "@/api/problem";
import { useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { isThere, useMay, useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { useKitWords } from "@/kit/words";
import { ExemptDialog } from "./ExemptDialog";
import { useTaxWords } from "./taxWords";

const TONES = { unchecked: "warn", valid: "good", invalid: "bad" } as const;

/** Somebody's VAT number with its proof, and why they owe no tax. */
export function TaxCard({ customer }: { customer: string }) {
  const t = useTaxWords();
  const mayWrite = useMay("customers:write");
  const mayExempt = useMay("settings:write");
  const isEverywhere = useMe().grants.every((grant) => !grant.stores && !grant.locations);
  const [dialog, setDialog] = useState<"number" | "exempt" | null>(null);
  const taxes = useRead(adminCustomerTaxes, { path: { customer } });
  if (!taxes.data) return null;
  const { vat_number: number, exemptions } = taxes.data;
  return (
    <Section title={t("title")}>
      <Stack gap={10}>
        {number ? <KnownNumber customer={customer} number={number} mayWrite={mayWrite} /> : null}
        {exemptions.slice(0, 5).map((one) => (
          <ExemptionLine key={one.id} exemption={one} mayEnd={mayExempt && isEverywhere} />
        ))}
        {!number && exemptions.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("none")}
          </Text>
        ) : null}
        <Group gap={8}>
          {mayWrite ? (
            <Button size="compact-sm" variant="default" onClick={() => setDialog("number")}>
              {number ? t("change") : t("addNumber")}
            </Button>
          ) : null}
          {mayExempt && isEverywhere ? (
            <Button size="compact-sm" variant="default" onClick={() => setDialog("exempt")}>
              {t("give")}
            </Button>
          ) : null}
        </Group>
      </Stack>
      {dialog === "number" ? (
        <NumberDialog customer={customer} number={number?.number ?? ""} close={() => setDialog(null)} />
      ) : null}
      {dialog === "exempt" ? <ExemptDialog customer={customer} close={() => setDialog(null)} /> : null}
    </Section>
  );
}

interface NumberProps {
  customer: string;
  number: VatNumber;
  mayWrite: boolean;
}

function KnownNumber({ customer, number, mayWrite }: NumberProps) {
  const t = useTaxWords();
  const me = useMe();
  const check = useWrite(adminCheckVatNumber, { changes: [adminCustomerTaxes], failed: tellProblem });
  const last = number.checks?.[0];
  const proof = number.checks?.find((one) => one.outcome !== "unknown");
  return (
    <Stack gap={4} aria-live="polite">
      <Group gap={8}>
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          {number.number}
        </Text>
        <StatusBadge tone={TONES[number.state]}>{t(number.state)}</StatusBadge>
      </Group>
      {proof?.name ? <Text size="sm">{proof.name}</Text> : null}
      {proof?.address ? (
        <Text size="xs" c="dimmed">
          {proof.address}
        </Text>
      ) : null}
      {proof ? (
        <Text size="xs" c="dimmed" component="div">
          {t.rich("checked", { when: <When at={proof.at} /> })} ·{" "}
          {proof.consultation_number ? t("proof", { number: proof.consultation_number }) : t("noProof")}
        </Text>
      ) : null}
      {last?.outcome === "unknown" ? (
        <Text size="xs" c="dimmed">
          {t("unknown", { reason: last.reason ?? "" })}
        </Text>
      ) : null}
      {mayWrite && isThere(me, { feature: "tax_services" }) ? (
        <Button
          size="compact-sm"
          variant="subtle"
          px={0}
          loading={check.isPending}
          onClick={() => check.mutate({ path: { customer } })}
          style={{ alignSelf: "flex-start" }}
        >
          {t("check")}
        </Button>
      ) : null}
    </Stack>
  );
}

function ExemptionLine({ exemption, mayEnd }: { exemption: TaxExemption; mayEnd: boolean }) {
  const t = useTaxWords();
  const end = useWrite(adminEndTaxExemption, {
    changes: [adminCustomerTaxes],
    done: () => tell(t("ended")),
    failed: tellProblem,
  });

  async function ask(): Promise<void> {
    const sure = await confirm({ title: t("endTitle"), text: t("endText"), action: t("end"), danger: true });
    if (sure) end.mutate({ path: { exemption: exemption.id } });
  }

  const limits = [...exemption.countries, ...exemption.classes].join(", ");
  return (
    <Stack gap={2}>
      <Group gap={8}>
        <StatusBadge tone={exemption.is_in_force ? "good" : "quiet"}>
          {exemption.is_in_force ? t("exempt") : t("over")}
        </StatusBadge>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {exemption.reason}
        </Text>
      </Group>
      <Text size="xs" c="dimmed" component="div">
        {[
          exemption.certificate_number,
          limits,
          exemption.group_id ? t("ofGroup", { name: exemption.name }) : "",
        ]
          .filter(Boolean)
          .join(" · ")}{" "}
        {exemption.until ? t.rich("untilWhen", { when: <When at={exemption.until} /> }) : null}
      </Text>
      {mayEnd && exemption.is_in_force ? (
        <Button
          size="compact-sm"
          variant="subtle"
          px={0}
          loading={end.isPending}
          onClick={() => void ask()}
          style={{ alignSelf: "flex-start" }}
        >
          {t("end")}
        </Button>
      ) : null}
    </Stack>
  );
}

interface NumberDialogProps {
  customer: string;
  number: string;
  close: () => void;
}

function NumberDialog({ customer, number, close }: NumberDialogProps) {
  const t = useTaxWords();
  const kit = useKitWords();
  const [typed, setTyped] = useState(number);
  const [wrong, setWrong] = useState("");
  const save = useWrite(adminSetVatNumber, {
    changes: [adminCustomerTaxes],
    done: () => {
      tell(t("saved"));
      close();
    },
    failed: (error) => {
      const said = asProblem(error).fields.vat_number;
      if (said) setWrong(said);
      else tellProblem(error);
    },
  });
  return (
    <Modal opened onClose={close} title={t("vatNumber")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ path: { customer }, body: { vat_number: typed } });
        }}
      >
        <Stack>
          <TextInput
            label={t("vatNumber")}
            description={t("vatHelp")}
            data-autofocus
            maxLength={30}
            value={typed}
            error={wrong || undefined}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setWrong("");
            }}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {kit("cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {kit("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
