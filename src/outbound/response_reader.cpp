#include "outbound/response_reader.hpp"

#include "footfall/text/number.hpp"
#include "footfall/text/trimmed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace footfall::outbound {

namespace {

constexpr std::size_t head_bytes_max = 65'536;
constexpr std::size_t line_bytes_max = 4096;

failure broken(std::string_view why) { return {error::io_failed, fmt::format("the answer {}", why)}; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& byte : out)
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte + 32);
  return out;
}

std::string_view next_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

}  // namespace

std::string response_reader::field(const std::string& name) const {
  const auto place = fields_.find(name);
  return place == fields_.end() ? std::string() : place->second;
}

result<void> response_reader::read_head() {
  const auto end = gathered_.find("\r\n\r\n");
  if (end == std::string::npos)
    return gathered_.size() > head_bytes_max ? result<void>(broken("has a head of more than 64 KiB"))
                                             : result<void>();
  auto rest = std::string_view(gathered_).substr(0, end);
  const auto first = next_line(rest);
  const auto code = first.starts_with("HTTP/1.") && first.size() >= 12
                        ? text::to_integer<unsigned>(first.substr(9, 3))
                        : std::optional<unsigned>{};
  if (!code || *code < 100) return broken("is not one of HTTP/1");
  fields_.clear();
  while (!rest.empty()) {
    const auto line = next_line(rest);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return broken("has a line that is no field");
    const auto [place, is_new] =
        fields_.emplace(lower(line.substr(0, colon)), text::trimmed(line.substr(colon + 1)));
    if (!is_new && place->first == "content-length" && place->second != text::trimmed(line.substr(colon + 1)))
      return broken("has two lengths");
  }
  gathered_.erase(0, end + 4);
  if (*code < 200) return read_head();  // of those that only announce the answer
  status_ = *code;
  return decide_body();
}

result<void> response_reader::decide_body() {
  if (status_ != 200) {
    state_ = state::whole;
  } else if (const auto coding = lower(field("transfer-encoding")); !coding.empty()) {
    if (coding != "chunked") return broken("is in a transfer coding that nobody asked for");
    state_ = state::chunk_size;
  } else if (const auto length = field("content-length"); !length.empty()) {
    const auto size = text::to_integer<std::uint64_t>(length);
    if (!size) return broken("has a length that is none");
    left_ = *size;
    state_ = left_ == 0 ? state::whole : state::sized;
  } else {
    state_ = state::until_close;
  }
  return {};
}

// Adds to `gathered_` up to the end of a line; false while it is not there.
bool response_reader::gather_line(std::string_view& piece) {
  const auto end = piece.find('\n');
  const auto size = end == std::string_view::npos ? piece.size() : end + 1;
  gathered_.append(piece.substr(0, size));
  piece.remove_prefix(size);
  return end != std::string_view::npos;
}

result<void> response_reader::read_line_of_chunks() {
  const auto line = text::trimmed(std::string_view(gathered_).substr(0, gathered_.size() - 1));
  if (state_ == state::chunk_end) {
    if (!line.empty()) return broken("has a chunk that is longer than it says");
    state_ = state::chunk_size;
  } else if (state_ == state::trailer) {
    if (line.empty()) state_ = state::whole;
  } else {
    const auto digits = text::trimmed(line.substr(0, line.find(';')));
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), left_, 16);
    if (problem != std::errc() || end != digits.data() + digits.size())
      return broken("has a chunk without a size");
    state_ = left_ == 0 ? state::trailer : state::chunk;
  }
  gathered_.clear();
  return {};
}

result<void> response_reader::take_sized(std::string_view& piece) {
  const auto all = state_ == state::until_close;
  const auto size =
      all ? piece.size() : static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), left_));
  taken_ += size;
  if (taken_ > bytes_max_)
    return failure{error::body_too_large, fmt::format("the answer is longer than {} bytes", bytes_max_)};
  if (auto taken = take_(piece.substr(0, size)); !taken) return taken;
  piece.remove_prefix(size);
  if (all) return {};
  left_ -= size;
  if (left_ == 0) state_ = state_ == state::sized ? state::whole : state::chunk_end;
  return {};
}

result<void> response_reader::read(std::string_view piece) {
  std::string behind_head;
  if (state_ == state::head) {
    gathered_.append(piece);
    if (auto read = read_head(); !read) return read;
    if (state_ == state::head) return {};
    behind_head = std::exchange(gathered_, {});
    piece = behind_head;
  }
  while (!piece.empty() && state_ != state::whole) {
    if (state_ == state::sized || state_ == state::until_close || state_ == state::chunk) {
      if (auto taken = take_sized(piece); !taken) return taken;
      continue;
    }
    const bool is_line = gather_line(piece);
    if (gathered_.size() > line_bytes_max) return broken("has a line between its chunks that is too long");
    if (!is_line) break;
    if (auto read = read_line_of_chunks(); !read) return read;
  }
  return {};
}

result<void> response_reader::end() {
  if (state_ == state::until_close) state_ = state::whole;
  if (state_ != state::whole) return broken("ends too early");
  return {};
}

}  // namespace footfall::outbound
