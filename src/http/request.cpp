// A request's fields in one reused string, and the names of methods.
#include "footfall/http/request.hpp"

#include "footfall/text/number.hpp"

namespace footfall::http {
namespace {

// What an idle connection may keep of the memory that a large body took.
constexpr std::size_t body_bytes_kept_max = 16384;

}  // namespace

std::string_view name_of(method which) noexcept {
  switch (which) {
    case method::get:
      return "GET";
    case method::head:
      return "HEAD";
    case method::post:
      return "POST";
    case method::put:
      return "PUT";
    case method::patch:
      return "PATCH";
    case method::del:
      return "DELETE";
    case method::options:
      return "OPTIONS";
    case method::other:
      break;
  }
  return "OTHER";
}

std::string_view request::field(std::string_view name) const noexcept {
  const auto* found = find_field(name);
  if (found == nullptr) return {};
  return std::string_view(field_bytes_).substr(found->value_begin, found->value_size);
}

bool request::has_field(std::string_view name) const noexcept { return find_field(name) != nullptr; }

void request::append_fields(std::string_view name, std::string& out) const {
  const auto all = std::string_view(field_bytes_);
  for (const auto& each : fields_) {
    if (!text::equal_without_case(all.substr(each.name_begin, each.name_size), name)) continue;
    if (!out.empty()) out += ',';
    out.append(all.substr(each.value_begin, each.value_size));
  }
}

std::size_t request::memory_bytes() const noexcept {
  return raw_target.capacity() + target.memory_bytes() + field_bytes_.capacity() +
         fields_.capacity() * sizeof(fields_[0]);
}

void request::clear() {
  method = method::other;
  method_text.clear();
  raw_target.clear();
  target.clear();
  body.clear();
  if (body.capacity() > body_bytes_kept_max) body.shrink_to_fit();
  keep_alive = true;
  http_1_0 = false;
  field_bytes_.clear();
  fields_.clear();
}

void request::add_field(std::string_view name, std::string_view value) {
  const auto begin = static_cast<std::uint32_t>(field_bytes_.size());
  const auto name_size = static_cast<std::uint32_t>(name.size());
  fields_.push_back({begin, name_size, begin + name_size, static_cast<std::uint32_t>(value.size())});
  field_bytes_.append(name).append(value);
}

const request::field_position* request::find_field(std::string_view name) const noexcept {
  for (const auto& each : fields_) {
    if (each.name_size != name.size()) continue;
    if (text::equal_without_case(std::string_view(field_bytes_).substr(each.name_begin, each.name_size),
                                 name))
      return &each;
  }
  return nullptr;
}

}  // namespace footfall::http
