import { Anchor, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { controlGetTenant, controlRemoveDomain, controlVerifyDomain } from "@/api/generated/sdk.gen";
import type { TenantDetails } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { tell, tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import classes from "./tenants.module.css";
import { DOMAIN_TONES } from "./values";
import { useControlTenantsWords } from "./words";

/** The stores of a merchant and the host names that lead to them. */
export function Stores({ tenant, mayWrite }: { tenant: TenantDetails; mayWrite: boolean }) {
  const t = useControlTenantsWords();
  const changes = [controlGetTenant];
  const remove = useWrite(controlRemoveDomain, { changes, failed: tellProblem });
  const verify = useWrite(controlVerifyDomain, {
    changes,
    done: () => tell(t("domainVerified")),
    failed: tellProblem,
  });
  const storeName = (id: string) => tenant.stores.find((one) => one.id === id)?.name ?? "";

  async function drop(host: string): Promise<void> {
    const text = t("removeDomainText", { host });
    if (!(await confirm({ title: t("removeDomain"), text, action: t("remove"), danger: true }))) return;
    remove.mutate({ tenant: tenant.id, path: { host } });
  }

  return (
    <Stack gap="lg">
      <Section title={t("stores")}>
        {tenant.stores.length === 0 ? <Text size="sm">{t("noStores")}</Text> : null}
        {tenant.stores.map((one) => (
          <div key={one.id} className={classes.line}>
            <div>
              <Anchor href={`${one.address}/`} target="_blank" rel="noopener" size="sm" fw={550}>
                {one.name}
              </Anchor>
              <Text size="xs" c="dimmed">
                {one.country} · {one.currency}
              </Text>
            </div>
            <StatusBadge tone={one.status === "active" ? "good" : "quiet"}>
              {t(one.status === "active" ? "storeOpen" : "storeClosed")}
            </StatusBadge>
          </div>
        ))}
      </Section>
      <Section title={t("domains")} about={t("domainsAbout")}>
        {tenant.domains.length === 0 ? <Text size="sm">{t("noDomains")}</Text> : null}
        {tenant.domains.map((one) => (
          <div key={one.host} className={classes.line}>
            <div>
              <Text size="sm" fw={550} style={{ overflowWrap: "anywhere" }}>
                {one.host}
              </Text>
              <Text size="xs" c="dimmed">
                {storeName(one.store_id)}
              </Text>
            </div>
            <Group gap={8}>
              {one.is_primary ? <StatusBadge tone="info">{t("primary")}</StatusBadge> : null}
              <StatusBadge tone={DOMAIN_TONES[one.status] ?? "quiet"}>
                {t(`domain.${one.status}` as "domain.pending")}
              </StatusBadge>
              {mayWrite && one.status !== "verified" ? (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() =>
                    verify.mutate({
                      tenant: tenant.id,
                      path: { host: one.host },
                      body: { store_id: one.store_id },
                    })
                  }
                >
                  {t("verify")}
                </Button>
              ) : null}
              {mayWrite ? (
                <Button size="xs" variant="subtle" color="red" onClick={() => void drop(one.host)}>
                  {t("remove")}
                </Button>
              ) : null}
            </Group>
          </div>
        ))}
        {mayWrite && tenant.stores.length > 0 ? <AddDomain tenant={tenant} /> : null}
      </Section>
    </Stack>
  );
}

function AddDomain({ tenant }: { tenant: TenantDetails }) {
  const t = useControlTenantsWords();
  const [host, setHost] = useState("");
  const [store, setStore] = useState(tenant.stores[0]?.id ?? "");
  const [complaint, setComplaint] = useState<string | null>(null);
  const add = useWrite(controlVerifyDomain, {
    changes: [controlGetTenant],
    done: () => {
      setHost("");
      tell(t("domainVerified"));
    },
    failed: (problem) => setComplaint(problem.title),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    setComplaint(null);
    add.mutate({ tenant: tenant.id, path: { host: host.trim() }, body: { store_id: store } });
  }
  return (
    <form onSubmit={submit} noValidate>
      <Group gap={8} mt="md" align="start">
        <TextInput
          aria-label={t("host")}
          placeholder="shop.example.com"
          value={host}
          error={complaint}
          autoCapitalize="none"
          flex={1}
          miw={180}
          maw={360}
          onChange={(event) => setHost(event.currentTarget.value)}
        />
        {tenant.stores.length > 1 ? (
          <Select
            aria-label={t("store")}
            data={tenant.stores.map((one) => ({ value: one.id, label: one.name }))}
            value={store}
            allowDeselect={false}
            onChange={(value) => setStore(value ?? store)}
          />
        ) : null}
        <Button type="submit" variant="default" loading={add.isPending} disabled={host.trim() === ""}>
          {t("addDomain")}
        </Button>
      </Group>
    </form>
  );
}
