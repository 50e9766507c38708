// Scenarios as people edit them (protocol J3): `/{solution}/v3/{customer}/structure/...`.
#include "api/content/content_format.hpp"
#include "api/endpoints.hpp"
#include "footfall/settings/documents.hpp"
#include "footfall/text/json_writer.hpp"

#include <fmt/format.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace footfall::api {
namespace {

using customer::customer_settings;
using settings::document;
using settings::document_kind;

constexpr std::size_t documents_max = 1000;
// Of /{solution}/v3/{customer}/structure/{what}/{scenario}
constexpr std::size_t scenario_segment = 5;

std::string_view id_in_path(const endpoint_call& call) {
  return call.question.target.segments()[scenario_segment];
}

failure not_there(std::string_view id) {
  return {error::unknown_scenario, fmt::format("scenario: {} is unknown", id.substr(0, 64))};
}

// Answers that it is the state of things, and not the request, that stands against it.
result<void> refuse(const endpoint_call& call, std::string why, http::response& out) {
  constexpr int conflict = 409;
  write_content_fault({error::bad_request, std::move(why)}, call.question, out);
  out.status = conflict;
  return {};
}

// How many of the models of a scenario have a list.
std::string_view colour_of(const recommend::scenario& plan, const model::model_set* models) {
  std::size_t all = 0, built = 0;
  for (const auto& stage : plan.stages)
    for (const auto& part : stage.models) {
      const auto* known = models == nullptr ? nullptr : models->find(part.model);
      ++all;
      if (known != nullptr && known->content && known->content->record().items != 0) ++built;
    }
  return built == all ? "green" : built != 0 ? "yellow" : "red";
}

void write_scenarios(std::span<const recommend::scenario> plans, const model::model_set* models,
                     http::response& out) {
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.key("scenarioInfoList");
  json.open_array();
  for (const auto& plan : plans) {
    json.open_object();
    json.field("referenceCode", std::string_view(plan.id));
    json.field("enabled", plan.enabled);
    json.field("available", colour_of(plan, models));
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

void write_scenario(const recommend::scenario& plan, http::response& out) {
  out.content_type = http::json_type;
  out.body = settings::document_of(plan);
}

/// What editing works on: the settings of the moment, what they were without documents, and these. While it
/// lives nobody else edits.
class editing {
 public:
  explicit editing(const endpoint_call& call)
      : call_(call), lock_(call.context.settings_changes), now_(call.owner->settings.load()) {}

  result<void> read() {
    auto reader = call_.context.store.make_entity_reader();
    if (!reader) return reader.error();
    auto known = settings::read_documents(**reader, call_.owner->number);
    if (!known) return known.error();
    documents_ = std::move(*known);
    return {};
  }

  [[nodiscard]] const customer_settings& settings() const { return *now_; }
  [[nodiscard]] bool has(std::string_view id) const { return now_->find_scenario(id) != nullptr; }
  [[nodiscard]] bool has_document(std::string_view id) const {
    return std::ranges::any_of(documents_, [&](const document& each) { return is_of(each, id); });
  }
  [[nodiscard]] bool is_full() const { return documents_.size() >= documents_max; }

  /// Stores the document and puts it in force. Errors: `bad_request` with what is wrong in it; nothing has
  /// changed then.
  result<void> put(document made) {
    const auto write =
        write_of(made.id, store::entity_write::action::put, settings::document_entity_content(made.text));
    std::erase_if(documents_, [&](const document& each) { return is_of(each, made.id); });
    documents_.push_back(std::move(made));
    return store(write);
  }
  result<void> remove(std::string_view id) {
    std::erase_if(documents_, [&](const document& each) { return is_of(each, id); });
    return store(write_of(id, store::entity_write::action::remove, {}));
  }

 private:
  static bool is_of(const document& each, std::string_view id) {
    return each.kind == document_kind::scenario && each.id == id;
  }
  [[nodiscard]] store::entity_write write_of(std::string_view id, store::entity_write::action what,
                                             std::string content) const {
    return {call_.owner->number,
            store::entity_kind::document,
            what,
            0,
            settings::document_entity_key(document_kind::scenario, id),
            std::move(content)};
  }
  result<void> store(store::entity_write write) {
    const auto& of_file = now_->of_file ? *now_->of_file : *now_;
    auto with = settings::with_documents(of_file, documents_);
    if (!with) return failure{error::bad_request, with.error().detail()};
    std::vector<events::event> no_events;
    std::vector<store::entity_write> writes{std::move(write)};
    if (auto done = call_.context.log.append_and_wait(no_events, writes); !done) return done.error();
    call_.owner->change_settings(boost::make_shared<const customer_settings>(std::move(*with)));
    call_.owner->changes.note_all(call_.context.time.wall_ms());
    return {};
  }

  const endpoint_call& call_;
  const std::lock_guard<std::mutex> lock_;
  const boost::shared_ptr<const customer_settings> now_;
  std::vector<document> documents_;
};

result<void> store_document(const endpoint_call& call, editing& at, document made, http::response& out) {
  const auto id = made.id;
  if (settings::belongs_to_file(at.settings(), document_kind::scenario, id))
    return refuse(call, fmt::format("the configuration file has the say about the scenario {}", id), out);
  if (!at.has_document(id) && at.is_full())
    return refuse(call, fmt::format("there are {} documents already", documents_max), out);
  if (auto done = at.put(std::move(made)); !done) return done;
  write_scenario(*call.owner->settings.load()->find_scenario(id), out);
  return {};
}

// With an id of its own in a body; `is_new`: nothing may have it yet.
result<void> store_body(const endpoint_call& call, bool is_new, http::response& out) {
  auto id = settings::id_in_document(call.question.body);
  if (!id) return failure{error::bad_request, id.error().detail()};
  editing at(call);
  if (auto read = at.read(); !read) return read;
  if (is_new && at.has(*id)) return refuse(call, fmt::format("there is a scenario {} already", *id), out);
  if (!is_new && !at.has(*id)) return not_there(*id);
  return store_document(call, at, {document_kind::scenario, *id, std::string(call.question.body)}, out);
}

}  // namespace

result<void> list_scenarios(const endpoint_call& call, http::response& out) {
  write_scenarios(call.settings->scenarios, call.owner->models.load().get(), out);
  return {};
}

result<void> list_library_scenarios(const endpoint_call& call, http::response& out) {
  write_scenarios(recommend::built_in_scenarios(), call.owner->models.load().get(), out);
  return {};
}

result<void> show_scenario(const endpoint_call& call, http::response& out) {
  const auto* plan = call.settings->find_scenario(id_in_path(call));
  if (plan == nullptr) return not_there(id_in_path(call));
  write_scenario(*plan, out);
  return {};
}

result<void> create_scenario(const endpoint_call& call, http::response& out) {
  return store_body(call, true, out);
}

result<void> update_scenario(const endpoint_call& call, http::response& out) {
  return store_body(call, false, out);
}

result<void> copy_library_scenario(const endpoint_call& call, http::response& out) {
  const auto library = recommend::built_in_scenarios();
  const auto from = std::ranges::find(library, id_in_path(call), &recommend::scenario::id);
  if (from == library.end()) return not_there(id_in_path(call));
  auto copy = *from;
  copy.id = call.question.target.find("referencecode");
  const auto text = settings::document_of(copy);
  if (auto id = settings::id_in_document(text); !id)
    return failure{error::bad_parameter, "referenceCode: expected an id of letters, digits, _ and -"};
  editing at(call);
  if (auto read = at.read(); !read) return read;
  if (at.has(copy.id)) return refuse(call, fmt::format("there is a scenario {} already", copy.id), out);
  return store_document(call, at, {document_kind::scenario, copy.id, text}, out);
}

result<void> delete_scenario(const endpoint_call& call, http::response& out) {
  const auto id = id_in_path(call);
  editing at(call);
  if (auto read = at.read(); !read) return read;
  if (!at.has(id)) return not_there(id);
  if (!at.has_document(id))
    return refuse(call, fmt::format("the scenario {} is of the library or the file; it can be disabled", id),
                  out);
  if (auto done = at.remove(id); !done) return done;
  out.status = 204;
  return {};
}

}  // namespace footfall::api
