// One line of an import: an event as JSON, as the bulk interface and `import-events` take it.
#include "footfall/api/import_line.hpp"

#include "api/tracking/verdict.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace footfall::api {

namespace {

using json = nlohmann::json;

constexpr std::size_t members_max = events::parameters_max + 8;
constexpr std::size_t id_bytes_max = 256;

// Takes the parser's calls (their names are nlohmann's): a line is flat, so that no tree is needed.
class member_collector final : public nlohmann::json_sax<json> {
 public:
  explicit member_collector(import_members& members) : members_(members) {}

  bool null() override { return inside_ || refuse("found null"); }
  bool boolean(bool value) override { return add(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return add(fmt::format_int(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(fmt::format_int(value)); }
  // The text as it was written: 2.50 stays 2.50.
  bool number_float(number_float_t, const string_t& written) override { return add(written); }
  bool string(string_t& value) override { return add(value); }
  bool binary(binary_t&) override { return refuse("found binary data"); }

  bool start_object(std::size_t) override {
    if (inside_) return refuse_nested("an object");
    inside_ = true;
    return true;
  }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override {
    return inside_ ? refuse_nested("a list") : refuse("found a list");
  }
  bool end_array() override { return true; }

  bool key(string_t& name) override {
    if (++count_ > members_max) return refuse(fmt::format("found more than {} members", members_max));
    name_ = name;
    return true;
  }

  // The library's own message quotes the text, which may be a user id.
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    return refuse(fmt::format("found broken JSON at byte {}", position));
  }

  [[nodiscard]] const std::string& refusal() const noexcept { return refusal_; }

 private:
  bool add(std::string_view value) {
    if (!inside_) return refuse("found a single value");
    members_.add(name_, value);
    return true;
  }
  bool add(const fmt::format_int& number) { return add(std::string_view(number.data(), number.size())); }

  bool refuse_nested(std::string_view what) {
    return refuse(fmt::format("found {} in a member, expected a text, a number, true or false", what));
  }
  bool refuse(std::string reason) {
    refusal_ = std::move(reason);
    return false;
  }

  import_members& members_;
  std::string name_;
  std::string refusal_;
  std::size_t count_ = 0;
  bool inside_ = false;
};

// The members that are not parameters of the event.
struct parts {
  std::string_view event;
  std::string_view user;
  std::string_view target;
  std::string_view item_type;
  std::string_view item;
  std::string_view time;
  std::string_view id;
  std::string_view user_agent;
};

struct part_name {
  std::string_view name;
  std::string_view parts::*part;
};

// Some have the name that the tracking URL has for them, or that everybody writes.
constexpr std::array<part_name, 10> part_names{{{"event", &parts::event},
                                                {"user", &parts::user},
                                                {"target", &parts::target},
                                                {"itemtype", &parts::item_type},
                                                {"item", &parts::item},
                                                {"time", &parts::time},
                                                {"id", &parts::id},
                                                {"itemtypeid", &parts::item_type},
                                                {"timestamp", &parts::time},
                                                {"useragent", &parts::user_agent}}};

std::string_view parts::*find_part(std::string_view name) noexcept {
  for (const auto& row : part_names)
    if (text::equal_without_case(row.name, name)) return row.part;
  return nullptr;
}

result<const events::event_kind*> read_kind(std::string_view name) {
  std::string known;
  for (const auto& kind : events::event_kinds())
    if (kind.shape != events::path_shape::none) fmt::format_to(std::back_inserter(known), " {}", kind.name);
  if (name.empty())
    return failure{error::missing_parameter, fmt::format("event: is missing, expected one of{}", known)};
  if (const auto* kind = events::find_event_kind(name)) return kind;
  return failure{error::unknown_event, fmt::format("event: found an unknown name, expected one of{}", known)};
}

result<std::int64_t> read_time(std::string_view text, std::string_view zone, std::int64_t now_ms) {
  if (text.empty()) return now_ms;
  const auto time_ms = text::read_time_ms(text, zone);
  if (!time_ms) return failure{error::bad_parameter, fmt::format("time: {}", time_ms.error().detail())};
  if (const auto checked = events::check_event_time(*time_ms, now_ms); !checked)
    return failure{error::bad_parameter, fmt::format("time: {}", checked.error().detail())};
  return std::min(*time_ms, now_ms);  // a clock that is ahead must not order things
}

}  // namespace

events::reading_context reading_context_of(const customer::customer_settings& settings,
                                           customer_number number,
                                           const identity::user_hasher& hasher) noexcept {
  return {.customer_id = settings.id,
          .number = number,
          .alphanumeric_items = settings.alphanumeric_items,
          .parameters = {.currency = settings.currency,
                         .time_zone = settings.time_zone,
                         .lenient = settings.lenient_tracking},
          .hasher = &hasher,
          .license_key = settings.license_key,
          .count_bots = settings.count_bots};
}

result<void> import_members::read_json(std::string_view line) {
  clear();
  if (line.size() > import_line_bytes_max)
    return failure{error::bad_parameter,
                   fmt::format("line: {} bytes are more than {}", line.size(), import_line_bytes_max)};
  member_collector collector(*this);
  if (json::sax_parse(line, &collector)) return {};
  return failure{error::bad_parameter,
                 fmt::format("line: {}, expected one flat JSON object", collector.refusal())};
}

void import_members::clear() noexcept {
  text_.clear();
  extents_.clear();
}

void import_members::add(std::string_view name, std::string_view value) {
  text_ += name;
  text_ += value;
  extents_.push_back({name.size(), value.size()});
}

std::span<const events::name_value> import_members::all() {
  views_.clear();
  std::string_view rest = text_;
  for (const auto& [name_bytes, value_bytes] : extents_) {
    views_.push_back({rest.substr(0, name_bytes), rest.substr(name_bytes, value_bytes)});
    rest.remove_prefix(name_bytes + value_bytes);
  }
  return views_;
}

result<void> read_import_line(std::string_view line, const events::reading_context& context,
                              std::int64_t now_ms, std::vector<events::event>& out) {
  import_members members;
  if (const auto read = members.read_json(line); !read) return read.error();
  return read_import_members(members.all(), context, now_ms, 0, out);
}

result<void> read_import_members(std::span<const events::name_value> members,
                                 const events::reading_context& context, std::int64_t now_ms,
                                 std::uint64_t own_id, std::vector<events::event>& out) {
  if (members.size() > members_max)
    return failure{error::bad_parameter,
                   fmt::format("line: {} members are more than {}", members.size(), members_max)};
  parts named;
  std::array<events::name_value, members_max> parameters;
  std::size_t parameter_count = 0;
  for (const auto& member : members) {
    const auto part = find_part(member.name);
    if (part == nullptr)
      parameters[parameter_count++] = member;
    else if ((named.*part).empty())
      named.*part = member.value;
  }

  const auto kind = read_kind(named.event);
  if (!kind) return kind.error();
  const auto time_ms = read_time(named.time, context.parameters.time_zone, now_ms);
  if (!time_ms) return time_ms.error();
  if (named.id.size() > id_bytes_max)
    return failure{error::bad_parameter,
                   fmt::format("id: {} bytes are more than {}", named.id.size(), id_bytes_max)};

  events::event_input input;
  input.kind = *kind;
  input.user = named.user;
  input.item_type = named.item_type.empty() ? "1" : named.item_type;
  input.item = named.item;
  input.parameters = std::span(parameters).first(parameter_count);
  input.time_ms = *time_ms;
  input.target = named.target;
  input.now_ms = now_ms;
  input.authorized = true;
  input.import_id = named.id.empty() ? own_id : context.hasher->line_id(context.customer_id, named.id);
  const auto before = out.size();
  if (const auto read = events::read_events(input, context, out); !read) return read;
  const auto of_line = std::span(out).subspan(before);
  if (!context.count_bots && is_bot(named.user_agent, of_line))
    for (auto& each : of_line) events::mark_audience(each, events::audience::bots);
  return {};
}

bool is_part_of_line(std::string_view name) noexcept { return find_part(name) != nullptr; }

std::string_view find_member(std::span<const events::name_value> members, std::string_view name) noexcept {
  for (const auto& member : members)
    if (!member.value.empty() && text::equal_without_case(member.name, name)) return member.value;
  return {};
}

}  // namespace footfall::api
