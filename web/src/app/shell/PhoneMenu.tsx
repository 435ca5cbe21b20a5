import { Drawer } from "@mantine/core";
import { useShellWords } from "../words.shell";
import { Navigation } from "./Navigation";

export default function PhoneMenu({ close }: { close: () => void }) {
  const t = useShellWords();
  return (
    <Drawer
      opened
      onClose={close}
      size={288}
      padding={0}
      withCloseButton={false}
      title={null}
      aria-label={t("navigation")}
      styles={{ body: { height: "100%", background: "var(--duka-side)" } }}
    >
      <Navigation />
    </Drawer>
  );
}
