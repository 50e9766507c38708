// The endpoints that rows of `routes.cpp` name; each is described there and in its own file.
#pragma once

#include "footfall/api/routes.hpp"

namespace footfall::api {

result<void> track(const endpoint_call&, http::response&);
result<void> track_short_link(const endpoint_call&, http::response&);
result<void> recommend_v2(const endpoint_call&, http::response&);
result<void> recommend_legacy(const endpoint_call&, http::response&);
result<void> recommend_oldest(const endpoint_call&, http::response&);
result<void> recommend_to_nobody(const endpoint_call&, http::response&);
result<void> rerank(const endpoint_call&, http::response&);
/// Whether the history of the user of this request has to come back from the archive; see `route::waits`.
[[nodiscard]] bool recommend_v2_waits(const endpoint_call& head);
[[nodiscard]] bool recommend_legacy_waits(const endpoint_call& head);
result<void> get_suggestions(const endpoint_call&, http::response&);
result<void> list_scenarios(const endpoint_call&, http::response&);
result<void> list_library_scenarios(const endpoint_call&, http::response&);
result<void> show_scenario(const endpoint_call&, http::response&);
result<void> create_scenario(const endpoint_call&, http::response&);
result<void> update_scenario(const endpoint_call&, http::response&);
result<void> copy_library_scenario(const endpoint_call&, http::response&);
result<void> delete_scenario(const endpoint_call&, http::response&);
result<void> import_events(const endpoint_call&, http::response&);
result<void> put_items(const endpoint_call&, http::response&);
result<void> announce_exports(const endpoint_call&, http::response&);
result<void> upload_items(const endpoint_call&, http::response&);
result<void> put_item(const endpoint_call&, http::response&);
result<void> change_item(const endpoint_call&, http::response&);
result<void> show_item_data(const endpoint_call&, http::response&);
result<void> remove_item(const endpoint_call&, http::response&);
result<void> transfer_items(const endpoint_call&, http::response&);
result<void> show_item_schema(const endpoint_call&, http::response&);
result<void> show_item_json_schema(const endpoint_call&, http::response&);
result<void> put_users(const endpoint_call&, http::response&);
result<void> show_users(const endpoint_call&, http::response&);
result<void> export_user(const endpoint_call&, http::response&);
result<void> remove_users(const endpoint_call&, http::response&);
result<void> health(const endpoint_call&, http::response&);
result<void> ready(const endpoint_call&, http::response&);
result<void> show_metrics(const endpoint_call&, http::response&);
result<void> show_index(const endpoint_call&, http::response&);
result<void> list_tasks(const endpoint_call&, http::response&);
result<void> accept_clock(const endpoint_call&, http::response&);
result<void> show_openapi(const endpoint_call&, http::response&);
result<void> list_models(const endpoint_call&, http::response&);
result<void> list_recent_events(const endpoint_call&, http::response&);
result<void> explain_event(const endpoint_call&, http::response&);
result<void> show_opt_out(const endpoint_call&, http::response&);
result<void> add_opt_out(const endpoint_call&, http::response&);
result<void> remove_opt_out(const endpoint_call&, http::response&);
result<void> forget_user(const endpoint_call&, http::response&);
result<void> show_erasure(const endpoint_call&, http::response&);
result<void> build_models(const endpoint_call&, http::response&);
result<void> show_links(const endpoint_call&, http::response&);
result<void> undo_link(const endpoint_call&, http::response&);
result<void> allow_user(const endpoint_call&, http::response&);
result<void> list_feeds(const endpoint_call&, http::response&);
result<void> pull_feeds(const endpoint_call&, http::response&);
result<void> show_quality(const endpoint_call&, http::response&);
result<void> show_item(const endpoint_call&, http::response&);

}  // namespace footfall::api
