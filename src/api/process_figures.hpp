// Figures of the process itself and of its work in the background, for `/metrics`.
#pragma once

#include "footfall/api/endpoint_context.hpp"

#include <prometheus/registry.h>

namespace footfall::api {

/// Adds build information, what Prometheus' own clients tell of a process, reloads that failed, lost log
/// lines, the end of the certificate and the tasks, as of now.
void add_process_figures(const endpoint_context& context, prometheus::Registry& registry);

}  // namespace footfall::api
