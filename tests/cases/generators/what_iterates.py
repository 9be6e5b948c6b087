"""What goes through its argument at once, and what only when it is gone through itself."""

import heapq
import itertools
import math
import operator
import random
import statistics
import time
from array import array
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
from functools import reduce

import requests
from fastapi import FastAPI

app = FastAPI()
CLIENT = requests.Session()


def items():
    time.sleep(1)  # expect: blocking-sleep via GET /sum via GET /min via GET /max via GET /any via GET /all via GET /sorted via GET /list via GET /tuple via GET /set via GET /frozenset via GET /fromkeys via GET /bytes via GET /bytearray via GET /array via GET /next via GET /join via GET /bytes-join via GET /counter via GET /deque via GET /list-extend via GET /list-extend-plain via GET /list-add via GET /set-update via GET /set-union via GET /set-intersection via GET /set-difference via GET /set-superset via GET /set-disjoint via GET /set-symmetric via GET /counter-update via GET /deque-extend via GET /deque-extendleft via GET /reduce via GET /reduce-lambda via GET /mean via GET /median via GET /stdev via GET /mode via GET /quantiles via GET /nlargest via GET /nsmallest via GET /fsum via GET /prod via GET /product via GET /permutations via GET /combinations via GET /choices-sample via GET /contains via GET /count-of via GET /index-of via GET /print via GET /unpack-list via GET /unpack-set via GET /call via GET /comprehension via GET /list-of-map via GET /list-of-filter via GET /list-of-zip via GET /list-of-enumerate via GET /list-of-reversed via GET /list-of-iter via GET /list-of-chain via GET /list-of-chain-iterables via GET /list-of-islice via GET /list-of-cycle via GET /list-of-tee via GET /list-of-accumulate via GET /list-of-groupby via GET /list-of-compress via GET /list-of-takewhile via GET /list-of-dropwhile via GET /list-of-filterfalse via GET /list-of-pairwise via GET /list-of-zip-longest via GET /list-of-merge, not via GET /lazy/map, not via GET /lazy/filter, not via GET /lazy/iter, not via GET /lazy/chain, not via GET /lazy/islice, not via GET /lazy/accumulate, not via GET /lazy/groupby, not via GET /lazy/compress, not via GET /lazy/takewhile, not via GET /lazy/merge, not via GET /lazy/expression
    yield 1


def pairs():
    time.sleep(1)  # expect: blocking-sleep via GET /dict via GET /ordered via GET /defaultdict via GET /chain-map via GET /dict-update via GET /list-of-starmap, not via GET /lazy/starmap
    yield 1, 2


@app.get("/sum")
async def by_sum():
    return sum(items())


@app.get("/min")
async def by_min():
    return min(items())


@app.get("/max")
async def by_max():
    return max(items(), default=0)


@app.get("/any")
async def by_any():
    return any(items())


@app.get("/all")
async def by_all():
    return all(items())


@app.get("/sorted")
async def by_sorted():
    return sorted(items())


@app.get("/list")
async def by_list():
    return list(items())


@app.get("/tuple")
async def by_tuple():
    return tuple(items())


@app.get("/set")
async def by_set():
    return set(items())


@app.get("/frozenset")
async def by_frozenset():
    return frozenset(items())


@app.get("/dict")
async def by_dict():
    return dict(pairs())


@app.get("/fromkeys")
async def by_fromkeys():
    return dict.fromkeys(items())


@app.get("/bytes")
async def by_bytes():
    return bytes(items())


@app.get("/bytearray")
async def by_bytearray():
    return bytearray(items())


@app.get("/array")
async def by_array():
    return array("i", items())


@app.get("/next")
async def by_next():
    return next(items())


@app.get("/join")
async def by_join():
    return ", ".join(items())


@app.get("/bytes-join")
async def by_bytes_join():
    return b"".join(items())


@app.get("/counter")
async def by_counter():
    return Counter(items())


@app.get("/deque")
async def by_deque():
    return deque(items(), maxlen=5)


@app.get("/ordered")
async def by_ordered():
    return OrderedDict(pairs())


@app.get("/defaultdict")
async def by_defaultdict():
    return defaultdict(list, pairs())


@app.get("/chain-map")
async def by_chain_map():
    return ChainMap(dict(pairs()))


@app.get("/list-extend")
async def by_list_extend():
    return [].extend(items())


@app.get("/list-extend-plain")
async def by_list_extend_plain():
    return [1].extend(items())


@app.get("/list-add")
async def by_list_add():
    numbers = []
    numbers += items()  # boundary
    return numbers


@app.get("/set-update")
async def by_set_update():
    return set().update(items())


@app.get("/set-union")
async def by_set_union():
    return {1}.union(items())


@app.get("/set-intersection")
async def by_set_intersection():
    return {1}.intersection(items())


@app.get("/set-difference")
async def by_set_difference():
    return {1}.difference(items())


@app.get("/set-superset")
async def by_set_superset():
    return {1}.issuperset(items())


@app.get("/set-disjoint")
async def by_set_disjoint():
    return {1}.isdisjoint(items())


@app.get("/set-symmetric")
async def by_set_symmetric():
    return {1}.symmetric_difference(items())


@app.get("/dict-update")
async def by_dict_update():
    return {}.update(pairs())


@app.get("/counter-update")
async def by_counter_update():
    return Counter().update(items())


@app.get("/deque-extend")
async def by_deque_extend():
    return deque().extend(items())


@app.get("/deque-extendleft")
async def by_deque_extendleft():
    return deque().extendleft(items())


@app.get("/reduce")
async def by_reduce():
    return reduce(operator.add, items())


@app.get("/reduce-lambda")
async def by_reduce_lambda():
    return reduce(lambda left, right: left + right, items(), 0)


@app.get("/mean")
async def by_mean():
    return statistics.mean(items())


@app.get("/median")
async def by_median():
    return statistics.median(items())


@app.get("/stdev")
async def by_stdev():
    return statistics.stdev(items())


@app.get("/mode")
async def by_mode():
    return statistics.mode(items())


@app.get("/quantiles")
async def by_quantiles():
    return statistics.quantiles(items())


@app.get("/nlargest")
async def by_nlargest():
    return heapq.nlargest(3, items())


@app.get("/nsmallest")
async def by_nsmallest():
    return heapq.nsmallest(3, items(), key=str)


@app.get("/fsum")
async def by_fsum():
    return math.fsum(items())


@app.get("/prod")
async def by_prod():
    return math.prod(items())


@app.get("/product")
async def by_product():
    return itertools.product(items(), [1])


@app.get("/permutations")
async def by_permutations():
    return itertools.permutations(items())


@app.get("/combinations")
async def by_combinations():
    return itertools.combinations(items(), 2)


@app.get("/choices-sample")
async def by_choices_sample():
    return random.sample(list(items()), 1)


@app.get("/contains")
async def by_contains():
    return 1 in items()


@app.get("/count-of")
async def by_count_of():
    return operator.countOf(items(), 1)


@app.get("/index-of")
async def by_index_of():
    return operator.indexOf(items(), 1)


@app.get("/print")
async def by_print():
    return print(*items())


@app.get("/unpack-list")
async def by_unpack_list():
    return [0, *items()]


@app.get("/unpack-set")
async def by_unpack_set():
    return {0, *items()}


@app.get("/call")
async def by_call():
    return max(*items())


@app.get("/comprehension")
async def by_comprehension():
    return [item for item in items()]


@app.get("/list-of-map")
async def by_list_of_map():
    return list(map(str, items()))


@app.get("/list-of-filter")
async def by_list_of_filter():
    return list(filter(None, items()))


@app.get("/list-of-zip")
async def by_list_of_zip():
    return list(zip(items(), [1]))


@app.get("/list-of-enumerate")
async def by_list_of_enumerate():
    return list(enumerate(items()))


@app.get("/list-of-reversed")
async def by_list_of_reversed():
    return list(reversed(list(items())))


@app.get("/list-of-iter")
async def by_list_of_iter():
    return list(iter(items()))


@app.get("/list-of-chain")
async def by_list_of_chain():
    return list(itertools.chain([1], items()))


@app.get("/list-of-chain-iterables")
async def by_list_of_chain_iterables():
    return list(itertools.chain.from_iterable([items()]))


@app.get("/list-of-islice")
async def by_list_of_islice():
    return list(itertools.islice(items(), 2))


@app.get("/list-of-cycle")
async def by_list_of_cycle():
    return next(itertools.cycle(items()))


@app.get("/list-of-tee")
async def by_list_of_tee():
    return [list(copy) for copy in itertools.tee(items())]


@app.get("/list-of-accumulate")
async def by_list_of_accumulate():
    return list(itertools.accumulate(items()))


@app.get("/list-of-groupby")
async def by_list_of_groupby():
    return [key for key, group in itertools.groupby(items())]


@app.get("/list-of-compress")
async def by_list_of_compress():
    return list(itertools.compress(items(), [1]))


@app.get("/list-of-takewhile")
async def by_list_of_takewhile():
    return list(itertools.takewhile(bool, items()))


@app.get("/list-of-dropwhile")
async def by_list_of_dropwhile():
    return list(itertools.dropwhile(bool, items()))


@app.get("/list-of-filterfalse")
async def by_list_of_filterfalse():
    return list(itertools.filterfalse(bool, items()))


@app.get("/list-of-starmap")
async def by_list_of_starmap():
    return list(itertools.starmap(pow, pairs()))


@app.get("/list-of-pairwise")
async def by_list_of_pairwise():
    return list(itertools.pairwise(items()))


@app.get("/list-of-zip-longest")
async def by_list_of_zip_longest():
    return list(itertools.zip_longest(items(), [1]))


@app.get("/list-of-merge")
async def by_list_of_merge():
    return list(heapq.merge(items(), [1]))


@app.get("/lazy/map")
async def lazy_map():
    made = map(str, items())
    return made is not None


@app.get("/lazy/filter")
async def lazy_filter():
    made = filter(None, items())
    return made is not None


@app.get("/lazy/iter")
async def lazy_iter():
    made = iter(items())
    return made is not None


@app.get("/lazy/chain")
async def lazy_chain():
    made = itertools.chain(items())
    return made is not None


@app.get("/lazy/islice")
async def lazy_islice():
    made = itertools.islice(items(), 2)
    return made is not None


@app.get("/lazy/accumulate")
async def lazy_accumulate():
    made = itertools.accumulate(items())
    return made is not None


@app.get("/lazy/groupby")
async def lazy_groupby():
    made = itertools.groupby(items())
    return made is not None


@app.get("/lazy/compress")
async def lazy_compress():
    made = itertools.compress(items(), [1])
    return made is not None


@app.get("/lazy/takewhile")
async def lazy_takewhile():
    made = itertools.takewhile(bool, items())
    return made is not None


@app.get("/lazy/merge")
async def lazy_merge():
    made = heapq.merge(items())
    return made is not None


@app.get("/lazy/starmap")
async def lazy_starmap():
    made = itertools.starmap(pow, pairs())
    return made is not None


@app.get("/lazy/expression")
async def lazy_expression():
    made = (item for item in items())
    return made is not None


@app.get("/values")
async def values_of_them():
    clients = dict.fromkeys(["a", "b"], CLIENT)
    return clients["a"].get("https://example.com")  # expect: blocking-http via GET /values


@app.get("/groups")
async def groups_of_them():
    for _, clients in itertools.groupby([CLIENT]):
        for client in clients:
            client.get("https://example.com")  # expect: blocking-http via GET /groups
