import { Button } from "@mantine/core";
import { PlainLink } from "@/app/here";
import { useMe } from "@/app/may";
import { useLinkWords } from "./words";

interface TranslateLinkProps {
  kind: "product" | "category" | "collection";
  id: string;
}

/** The way to a thing's texts in another language, where a store offers one. */
export function TranslateLink({ kind, id }: TranslateLinkProps) {
  const t = useLinkWords();
  const { stores } = useMe();
  const other = stores
    .flatMap((store) => store.locales.filter((locale) => locale !== store.default_locale))
    .at(0);
  if (other === undefined) return null;
  return (
    <Button component={PlainLink} to={`/languages/${other}/${kind}/${id}`} variant="default">
      {t("translate")}
    </Button>
  );
}
