import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminCustomerTaxes, adminGiveTaxExemption } from "@/api/generated/sdk.gen";
import { asProblem } from "@/api/problem";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { useKitWords } from "@/kit/words";
import { useTaxWords } from "./taxWords";

const parts = (text: string) =>
  text
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter(Boolean);

/** Why somebody owes no tax from now on, where, for what, and until when. */
export function ExemptDialog({ customer, close }: { customer: string; close: () => void }) {
  const t = useTaxWords();
  const kit = useKitWords();
  const [typed, setTyped] = useState({ reason: "", certificate: "", until: "", countries: "", classes: "" });
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const give = useWrite(adminGiveTaxExemption, {
    changes: [adminCustomerTaxes],
    done: () => {
      tell(t("given"));
      close();
    },
    failed: (error) => {
      const { fields } = asProblem(error);
      if (Object.keys(fields).length > 0) setWrong(fields);
      else tellProblem(error);
    },
  });
  const input = (name: keyof typeof typed, field: string) => ({
    value: typed[name],
    error: Object.entries(wrong).find(([path]) => path === field || path.startsWith(`${field}[`))?.[1],
    onChange: (event: { currentTarget: { value: string } }) => {
      setTyped({ ...typed, [name]: event.currentTarget.value });
      setWrong({});
    },
  });
  return (
    <Modal opened onClose={close} title={t("giveTitle")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          give.mutate({
            body: {
              customer_id: customer,
              reason: typed.reason,
              certificate_number: typed.certificate,
              countries: parts(typed.countries.toUpperCase()),
              classes: parts(typed.classes),
              until: typed.until ? `${typed.until}T23:59:59Z` : null,
            },
          });
        }}
      >
        <Stack>
          <TextInput
            label={t("reason")}
            description={t("reasonHelp")}
            data-autofocus
            required
            withAsterisk={false}
            maxLength={200}
            {...input("reason", "reason")}
          />
          <TextInput
            label={t("certificate")}
            maxLength={80}
            {...input("certificate", "certificate_number")}
          />
          <TextInput
            type="date"
            label={t("until")}
            description={t("untilHelp")}
            {...input("until", "until")}
          />
          <TextInput
            label={t("countries")}
            description={t("countriesHelp")}
            {...input("countries", "countries")}
          />
          <TextInput label={t("classes")} description={t("classesHelp")} {...input("classes", "classes")} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {kit("cancel")}
            </Button>
            <Button type="submit" loading={give.isPending}>
              {t("give")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
