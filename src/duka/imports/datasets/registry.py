"""Every dataset by its name. Products are not among them: they are groups of rows with pictures, read by
`imports.service`."""

from duka.imports.datasets.customers import Customers
from duka.imports.datasets.list_prices import ListPrices
from duka.imports.datasets.orders import Orders
from duka.imports.datasets.stock import Stock
from duka.imports.datasets.types import Dataset

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset for dataset in (Stock(), Customers(), Orders(), ListPrices())
}
