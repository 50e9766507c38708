// Models and scenarios as people edit them: what endpoints of protocol J3 share.
#pragma once

#include "footfall/api/routes.hpp"
#include "footfall/settings/documents.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::api {

/// What editing works on: the settings of the moment, what they were without documents, and these. While it
/// lives nobody else changes settings. Not thread-safe.
class editing {
 public:
  explicit editing(const endpoint_call& call);

  /// Errors: those of the store.
  result<void> read();

  [[nodiscard]] const customer::customer_settings& settings() const { return *now_; }
  /// Whether there is a model, or a scenario, with this id, wherever it comes from.
  [[nodiscard]] bool has(settings::document_kind kind, std::string_view id) const;
  [[nodiscard]] bool has_document(settings::document_kind kind, std::string_view id) const;
  [[nodiscard]] bool is_full() const;

  /// Stores the document and puts it in force. Errors: `bad_request` with what is wrong in it; nothing has
  /// changed then.
  result<void> put(settings::document made);
  result<void> remove(settings::document_kind kind, std::string_view id);

 private:
  result<void> store(settings::document version);
  result<void> check_edit(const customer::customer_settings& with, std::string_view edited) const;

  const endpoint_call& call_;
  const std::lock_guard<std::mutex> lock_;
  const boost::shared_ptr<const customer::customer_settings> now_;
  std::vector<settings::document> documents_;
  std::vector<settings::document_version> history_;
};

/// `scenario: box is unknown`, or that of a model.
[[nodiscard]] failure not_there(settings::document_kind kind, std::string_view id);

/// Answers 409: that it is the state of things, and not the request, that stands against it.
result<void> refuse_edit(const endpoint_call& call, std::string why, http::response& out);

/// The model or scenario that is in force under this id, as a document. Errors: `unknown_scenario`.
[[nodiscard]] result<std::string> document_in_force(const endpoint_call& call, settings::document_kind kind,
                                                    std::string_view id);

/// Stores a document that was read and answers with it, or says why not.
result<void> store_document(const endpoint_call& call, editing& at, settings::document made,
                            http::response& out);

/// Stores the body, which has an id of its own; `is_new`: nothing may have it yet, else something must.
result<void> store_body(const endpoint_call& call, settings::document_kind kind, bool is_new,
                        http::response& out);

/// Takes a stored document back.
result<void> remove_document(const endpoint_call& call, settings::document_kind kind, std::string_view id,
                             http::response& out);

/// Whether a model has a list, or makes one of what whoever asks did, or the company.
[[nodiscard]] bool has_list(const model::built_model& which);

/// Of `/{solution}/v3/{customer}/structure/{what}/{id}`, and of the same with `elist`.
[[nodiscard]] std::string_view id_in_path(const endpoint_call& call);

}  // namespace footfall::api
