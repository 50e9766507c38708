// Figures of customers, for `/metrics`.
#pragma once

#include "footfall/api/endpoint_context.hpp"
#include "footfall/http/body_budget.hpp"

#include <prometheus/registry.h>

namespace footfall::api {

/// Adds what the derived states, the answers and the models of customers tell, as of now: of each customer,
/// or, where there are more than anybody reads, of all together and nothing of models. And the memory of the
/// process by part; `connections` is null where there are none.
void add_customer_figures(const endpoint_context& context, const http::body_budget* connections,
                          prometheus::Registry& registry);

}  // namespace footfall::api
