// The endpoints that rows of `routes.cpp` name; each is described there and in its own file.
#pragma once

#include "footfall/api/routes.hpp"

namespace footfall::api {

result<void> track(const endpoint_context&, const http::request&, http::response&);
result<void> recommend_v2(const endpoint_context&, const http::request&, http::response&);
result<void> recommend_legacy(const endpoint_context&, const http::request&, http::response&);
result<void> import_events(const endpoint_context&, const http::request&, http::response&);
result<void> health(const endpoint_context&, const http::request&, http::response&);
result<void> ready(const endpoint_context&, const http::request&, http::response&);
result<void> show_metrics(const endpoint_context&, const http::request&, http::response&);
result<void> list_models(const endpoint_context&, const http::request&, http::response&);
result<void> build_models(const endpoint_context&, const http::request&, http::response&);
result<void> show_links(const endpoint_context&, const http::request&, http::response&);
result<void> undo_link(const endpoint_context&, const http::request&, http::response&);

}  // namespace footfall::api
