#include "api/content/editing.hpp"

#include "api/content/content_format.hpp"

#include <fmt/format.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <utility>

namespace footfall::api {

namespace {

using customer::customer_settings;
using settings::document;
using settings::document_kind;

constexpr std::size_t documents_max = 1000;

std::string document_name(document_kind kind, std::string_view id) {
  return fmt::format("{} {}", settings::name_of(kind), id);
}

const model::model_definition* find_model(const customer_settings& in, std::string_view id) {
  const auto found = std::ranges::find(in.models, id, &model::model_definition::id);
  return found == in.models.end() ? nullptr : &*found;
}

const customer_settings::refused_document* find_refused(const customer_settings& in, std::string_view name) {
  const auto found =
      std::ranges::find(in.refused_documents, name, &customer_settings::refused_document::name);
  return found == in.refused_documents.end() ? nullptr : &*found;
}

}  // namespace

bool has_list(const model::built_model& which) {
  if (!which.content) return false;
  return which.content->record().items != 0 || which.kind->of_segment ||
         which.kind->own_history != events::history_type::none;
}

std::string_view id_in_path(const endpoint_call& call) {
  constexpr std::size_t id_segment = 5;
  return call.question.target.segments()[id_segment];
}

failure not_there(document_kind kind, std::string_view id) {
  return {error::unknown_scenario, fmt::format("{}: {} is unknown", name_of(kind), id.substr(0, 64))};
}

result<void> refuse_edit(const endpoint_call& call, std::string why, http::response& out) {
  constexpr int conflict = 409;
  write_content_fault({error::bad_request, std::move(why)}, call.question, out);
  out.status = conflict;
  return {};
}

editing::editing(const endpoint_call& call)
    : call_(call), lock_(call.context.settings_changes), now_(call.owner->settings.load()) {}

result<void> editing::read() {
  auto reader = call_.context.store.make_entity_reader();
  if (!reader) return reader.error();
  auto known = settings::read_documents(**reader, call_.owner->number);
  if (!known) return known.error();
  auto before = settings::read_history(**reader, call_.owner->number);
  if (!before) return before.error();
  documents_ = std::move(*known);
  history_ = std::move(*before);
  return {};
}

bool editing::has(document_kind kind, std::string_view id) const {
  const bool is_in_force =
      kind == document_kind::scenario ? now_->find_scenario(id) != nullptr : find_model(*now_, id) != nullptr;
  return is_in_force || has_document(kind, id);
}

bool editing::has_document(document_kind kind, std::string_view id) const {
  return std::ranges::any_of(documents_, [&](const document& each) { return each.is(kind, id); });
}

bool editing::is_full() const { return documents_.size() >= documents_max; }

result<void> editing::put(document made) {
  std::erase_if(documents_, [&](const document& each) { return each.is(made.kind, made.id); });
  documents_.push_back(made);
  return store(std::move(made));
}

result<void> editing::remove(document_kind kind, std::string_view id) {
  std::erase_if(documents_, [&](const document& each) { return each.is(kind, id); });
  return store({kind, std::string(id), {}});
}

// What was out of force before may stay so; the edited document, and all others, must be in force.
result<void> editing::check_edit(const customer_settings& with, std::string_view edited) const {
  std::string mistakes;
  for (const auto& each : with.refused_documents)
    if (each.name == edited || find_refused(*now_, each.name) == nullptr)
      mistakes.append(mistakes.empty() ? "" : "\n").append(each.why);
  if (!mistakes.empty()) return failure{error::bad_request, std::move(mistakes)};
  return {};
}

result<void> editing::store(document version) {
  const auto& of_file = now_->of_file ? *now_->of_file : *now_;
  auto with = settings::with_documents(of_file, documents_);
  if (auto fits = check_edit(with, document_name(version.kind, version.id)); !fits) return fits;
  const auto now_ms = call_.context.time.wall_ms();
  auto writes = settings::document_writes(call_.owner->number, version, now_ms, history_);
  std::vector<events::event> no_events;
  if (auto done = call_.context.log.append_and_wait(no_events, writes); !done) return done.error();
  call_.owner->change_settings(boost::make_shared<const customer_settings>(std::move(with)));
  if (version.kind == document_kind::model) call_.owner->use_edited_lists(call_.context.time.wall_ms());
  call_.owner->changes.note_all(call_.context.time.wall_ms());
  return {};
}

result<std::string> document_in_force(const endpoint_call& call, document_kind kind, std::string_view id) {
  const auto now = call.owner->settings.load();
  if (kind == document_kind::scenario) {
    const auto* plan = now->find_scenario(id);
    if (plan != nullptr) return settings::document_of(*plan);
  } else if (const auto* definition = find_model(*now, id)) {
    return settings::document_of(*definition);
  }
  if (const auto* refused = find_refused(*now, document_name(kind, id)))
    return failure{error::unknown_scenario,
                   fmt::format("the {} is not in force: {}", refused->name, refused->why)};
  return not_there(kind, id);
}

result<void> store_document(const endpoint_call& call, editing& at, document made, http::response& out) {
  const auto [kind, id] = std::pair(made.kind, made.id);
  if (settings::belongs_to_file(at.settings(), kind, id))
    return refuse_edit(
        call, fmt::format("the configuration file has the say about the {} {}", name_of(kind), id), out);
  if (!at.has_document(kind, id) && at.is_full())
    return refuse_edit(call, fmt::format("there are {} documents already", documents_max), out);
  if (auto done = at.put(std::move(made)); !done) return done;
  // A changed model is built at once, and not in some minutes.
  if (kind == document_kind::model) call.context.builder.ask_for(call.owner->number);
  auto text = document_in_force(call, kind, id);
  if (!text) return text.error();
  out.content_type = http::json_type;
  out.body = std::move(*text);
  return {};
}

result<void> store_body(const endpoint_call& call, document_kind kind, bool is_new, http::response& out) {
  auto id = settings::id_in_document(call.question.body);
  if (!id) return failure{error::bad_request, id.error().detail()};
  editing at(call);
  if (auto read = at.read(); !read) return read;
  if (is_new && at.has(kind, *id))
    return refuse_edit(call, fmt::format("there is a {} {} already", name_of(kind), *id), out);
  if (!is_new && !at.has(kind, *id)) return not_there(kind, *id);
  document made{kind, *id, std::string(call.question.body)};
  if (kind == document_kind::model && !is_new) {
    // Of one that is out of force nothing is there to be changed: what is sent takes its place.
    if (const auto now = document_in_force(call, kind, *id)) {
      auto changed = settings::changed_model(*now, made.text);
      if (!changed) return failure{error::bad_request, changed.error().detail()};
      made.text = std::move(*changed);
    }
  }
  return store_document(call, at, std::move(made), out);
}

result<void> remove_document(const endpoint_call& call, document_kind kind, std::string_view id,
                             http::response& out) {
  editing at(call);
  if (auto read = at.read(); !read) return read;
  if (!at.has(kind, id)) return not_there(kind, id);
  if (!at.has_document(kind, id))
    return refuse_edit(call,
                       fmt::format("the {} {} is of the library or the file, and nothing is stored of it",
                                   name_of(kind), id),
                       out);
  if (auto done = at.remove(kind, id); !done) return done;
  if (kind == document_kind::model) call.context.builder.ask_for(call.owner->number);
  out.status = 204;
  return {};
}

}  // namespace footfall::api
