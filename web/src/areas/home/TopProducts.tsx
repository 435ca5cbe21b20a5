import { Skeleton, Text } from "@mantine/core";
import { GoLink } from "@/app/here";
import { useLanguage } from "@/app/words";
import { formatQuantity } from "@/kit/format";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { Thumbnail } from "@/kit/Thumbnail";
import classes from "./home.module.css";
import { useFigures } from "./useFigures";
import { useHomeWords } from "./words";

/** What sold best in thirty days. */
export function TopProducts() {
  const t = useHomeWords();
  const language = useLanguage();
  const figures = useFigures();
  const products = figures.data?.top_products;
  if (products?.length === 0 || figures.error) return null;
  return (
    <Section title={t("top")} about={t("topAbout")}>
      {products === undefined ? (
        <Skeletons>
          <Skeleton height={200} />
        </Skeletons>
      ) : (
        <ol className={classes.list}>
          {products.map((product) => (
            <li key={product.product_id} className={classes.item}>
              <Thumbnail image={product.image} size={36} />
              <div className={classes.words}>
                <GoLink to={`/products/${product.product_id}`} c="inherit" fw={550} truncate display="block">
                  {product.title}
                </GoLink>
                <Text size="xs" c="dimmed">
                  {t("sold", {
                    quantity: formatQuantity(language, product.quantity, product.scale, product.unit),
                    orders: product.orders,
                  })}
                </Text>
              </div>
              <Money minor={product.sales_minor} currency={product.currency} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
