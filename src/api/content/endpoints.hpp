// Endpoints of models and parts of documents that rows of `routes.cpp` name; each is described there.
#pragma once

#include "footfall/api/routes.hpp"

namespace footfall::api {

result<void> list_edited_models(const endpoint_call&, http::response&);
result<void> show_edited_model(const endpoint_call&, http::response&);
result<void> create_model(const endpoint_call&, http::response&);
result<void> update_model(const endpoint_call&, http::response&);
result<void> delete_model(const endpoint_call&, http::response&);
result<void> show_model_builds(const endpoint_call&, http::response&);
result<void> trigger_model_build(const endpoint_call&, http::response&);
result<void> show_submodels(const endpoint_call&, http::response&);
result<void> update_submodels(const endpoint_call&, http::response&);
result<void> show_filter_set(const endpoint_call&, http::response&);
result<void> update_filter_set(const endpoint_call&, http::response&);
result<void> show_document_history(const endpoint_call&, http::response&);
result<void> list_attribute_keys(const endpoint_call&, http::response&);
result<void> list_attribute_values(const endpoint_call&, http::response&);
result<void> show_listed_item(const endpoint_call&, http::response&);
result<void> show_listed_items(const endpoint_call&, http::response&);
result<void> show_editorial_list(const endpoint_call&, http::response&);
result<void> update_editorial_list(const endpoint_call&, http::response&);

}  // namespace footfall::api
