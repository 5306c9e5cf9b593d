use super::*;
use proptest::prelude::*;
use rstest::rstest;

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    file.extend(width.to_be_bytes());
    file.extend(height.to_be_bytes());
    file.extend([8, 2, 0, 0, 0]);
    file
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8];
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.extend([1, 1, 0x11, 0]);
    file
}

fn webp(kind: &[u8; 4], rest: &[u8]) -> Vec<u8> {
    [b"RIFF\0\0\0\0WEBP", kind.as_slice(), rest].concat()
}

#[rstest]
#[case(png(640, 480), Some((640, 480)))]
#[case(jpeg(800, 600), Some((800, 600)))]
#[case(b"GIF89a\x20\x03\x58\x02".to_vec(), Some((800, 600)))]
#[case(webp(b"VP8X", &[10, 0, 0, 0, 0, 0, 0, 0, 0x1f, 3, 0, 0x57, 2, 0, 0]), Some((800, 600)))]
#[case(webp(b"VP8L", &[9, 0, 0, 0, 0x2f, 0x1f, 0xc3, 0x95, 0]), Some((800, 600)))]
#[case(webp(b"VP8 ", &[9, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 0x20, 3, 0x58, 2]), Some((800, 600)))]
#[case(png(0, 480), None)]
#[case(b"\xff\xd8\xff\xd9".to_vec(), None)]
fn pictures_say_their_size(#[case] file: Vec<u8>, #[case] size: Option<(u32, u32)>) {
    let part = of_file("x", &file).unwrap();
    let facts = Facts::of(&part);
    assert_eq!((facts.pixels, facts.bytes), (size, Some(file.len())));
}

#[rstest]
#[case("a.png", &png(1, 1), Ok(Kind::Picture("image/png")))]
#[case("a picture that is called sound.mp3", &png(1, 1), Ok(Kind::Picture("image/png")))]
#[case("a.mp3", b"\xff\xfb\x90\x00", Ok(Kind::Sound("mp3")))]
#[case("a.mp3", b"ID3\x04", Ok(Kind::Sound("mp3")))]
#[case("a.webm", b"\x1a\x45\xdf\xa3", Ok(Kind::OtherSound))]
#[case("a.m4a", b"\0\0\0\x20ftypM4A ", Ok(Kind::OtherSound))]
#[case("a.pdf", b"%PDF-1.7", Ok(Kind::Document("application/pdf")))]
#[case("a.md", "# 안녕".as_bytes(), Ok(Kind::Document("text/markdown")))]
#[case("Makefile", b"all:", Ok(Kind::Document("text/plain")))]
#[case("a.docx", b"PK\x03\x04\0\0", Ok(Kind::Document("application/vnd.openxmlformats-officedocument.wordprocessingml.document")))]
#[case("a.txt", b"\0\x01\x02", Err(Unfit::Unknown))]
#[case("a.pdf", b"not one", Err(Unfit::Unknown))]
#[case("a.zip", b"PK\x03\x04\0\0", Err(Unfit::Unknown))]
#[case("a.heic", b"\0\0\0\x20ftypheic", Err(Unfit::PictureFormat))]
#[case("a.svg", b"<svg xmlns=''/>", Err(Unfit::PictureFormat))]
#[case("a.mp4", b"\0\0\0\x20ftypisom", Err(Unfit::Film))]
#[case("a.png", b"", Err(Unfit::Empty))]
fn files_are_what_their_bytes_say(#[case] name: &str, #[case] bytes: &[u8], #[case] expected: Result<Kind, Unfit>) {
    assert_eq!(kind(name, bytes), expected);
}

#[test]
fn a_file_beyond_what_an_api_takes_is_refused() {
    assert_eq!(kind("a.txt", &vec![b'a'; MOST_BYTES + 1]), Err(Unfit::TooLarge));
}

#[test]
fn a_recording_becomes_a_wav_file_that_says_its_length() {
    let file = wav(&vec![0.5; 8_000], 16_000);
    let Ok(part @ Part::Audio { .. }) = of_file("x", &file) else { panic!("no sound") };
    assert_eq!((Facts::of(&part).seconds, file.len()), (Some(0.5), 44 + 16_000));
    assert_eq!(&file[44..46], &16_383i16.to_le_bytes());
}

#[rstest]
#[case("https://a.example/b.png", true)]
#[case(" http://127.0.0.1:8000/b.png ", true)]
#[case("javascript:alert(1)", false)]
#[case("data:image/png;base64,AA==", false)]
#[case("https://me:key@a.example/b.png", false)]
#[case("https:///b.png", false)]
#[case("https://a.example/a b.png", false)]
fn an_address_is_taken_only_if_it_is_of_the_web(#[case] address: &str, #[case] taken: bool) {
    assert_eq!(of_address(address).is_some(), taken);
}

proptest! {
    #[test]
    fn no_bytes_break_the_reading(name in ".{0,12}", start in 0usize..6, bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let magic: [&[u8]; 6] = [b"", b"\x89PNG", b"\xff\xd8\xff\xe0", b"RIFF\0\0\0\0WEBPVP8X", b"RIFF\0\0\0\0WAVEfmt ", b"GIF89a"];
        let file = [magic[start], &bytes].concat();
        if let Ok(part) = of_file(&name, &file) {
            prop_assert_eq!(Facts::of(&part).bytes, Some(file.len()));
        }
    }
}
